/** @file The page that contenders run on. Each is loaded only where it runs, so that none weighs on another. */
window.bench = {
  "lena-lab": async () => (await import("./lena-lab.ts")).round(),
  "jax-js": async () => (await import("./jax-js.ts")).round(),
};
