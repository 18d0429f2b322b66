// The workload of engine.py: N number fields, one a page; field i is asked while its driver is above 3.
export const size = Number(process.argv[2] || 1000);
export const driver = (i) => (i % 10 ? i - (i % 10) : 0);
export const fields = Array.from({ length: size }, (_, i) => ({ name: `q${i}`, shownBy: i ? `q${driver(i)}` : null }));

export function timed(run) {
  const start = performance.now();
  const value = run();
  return { ms: performance.now() - start, value };
}

export function report(row) {
  console.log(JSON.stringify({ n: size, ...row }));
}
