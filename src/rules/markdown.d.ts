/** A lesson beside its rule: esbuild puts its text into the bundle. */
declare module '*.md' {
  const text: string;
  export default text;
}
