/** Steps from the root of a value. */
export type Path = readonly (string | number)[];

/** A path as JMESPath writes it: `items[3].name`, `"odd key"`; `@` is the root. */
export function formatPath(path: Path): string {
  if (path.length === 0) return '@';
  return path.reduce<string>((written, step) => {
    if (typeof step === 'number') return `${written}[${step}]`;
    const name = /^[A-Za-z_]\w*$/.test(step) ? step : JSON.stringify(step);
    return written === '' ? name : `${written}.${name}`;
  }, '');
}
