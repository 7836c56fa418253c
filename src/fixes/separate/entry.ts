/** A property as code: `prompt` of what is called so itself, `content: question`. */
export function entry(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`;
}
