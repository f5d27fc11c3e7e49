export { jsonpath } from 'json-p3';
