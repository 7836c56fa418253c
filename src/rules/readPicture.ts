/** One who takes part: the browser, your server, OpenAI; and what is seen there. */
export interface Box {
  readonly name: string;
  readonly text: string;
}

/** What goes from one box to the next. */
export interface Arrow {
  readonly label: string;
  /** `stopped`: it goes forwards and is refused. */
  readonly way: 'forwards' | 'back' | 'stopped';
}

/** Boxes with an arrow between each two. */
export interface Scene {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Picture {
  readonly wrong: Scene;
  readonly right: Scene;
}

const PICTURE = /^- Wrong: (?<wrong>.+)\n- Right: (?<right>.+)$/;
const SCENE = /^\[[^\]]+\](?: (?:<-[^-]+-|-[^-]+-[>x]) \[[^\]]+\])+$/;
const BOX = /\[(?<name>[^:\]]+): (?<text>[^\]]+)\]/g;
const ARROW = / (?<back><)?-(?<label>[^-]+)-(?<head>[>x])? /g;

/**
 * Reads a picture that is written as two lines, wrong and right:
 * `[Browser: no key] -question-> [Your server: KEY] <-answer- [OpenAI: bills you]`.
 *
 * @throws When it has another form.
 */
export function readPicture(text: string): Picture {
  const lines = PICTURE.exec(text)?.groups;
  if (!lines) throw new Error(`A picture has a wrong and a right line; it is: ${text}`);
  return { wrong: readScene(lines.wrong), right: readScene(lines.right) };
}

function readScene(line: string): Scene {
  if (!SCENE.test(line)) throw new Error(`No boxes with arrows between them: ${line}`);
  const groupsOf = (pattern: RegExp) =>
    [...line.matchAll(pattern)].map(({ groups = {} }) => groups);
  return {
    boxes: groupsOf(BOX).map(({ name, text }) => ({ name, text })),
    arrows: groupsOf(ARROW).map(({ back, label, head }) => ({
      label,
      way: back ? 'back' : head === 'x' ? 'stopped' : 'forwards',
    })),
  };
}
