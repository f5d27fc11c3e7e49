export async function runDemo(_options: { port: number; once: boolean }): Promise<number> {
  return await Promise.resolve(0);
}
