export { default as SwaggerParser } from '@apidevtools/swagger-parser';
