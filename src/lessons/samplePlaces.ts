import type { Framework } from '../models/frameworks/framework';
import { frameworks } from '../models/frameworks/registry';
import { sampleManifest, samplePackages, sampleProjects } from '../models/frameworks/samples';
import { dirname, join } from '../analysis/source/paths';
import { parse } from '../analysis/source/syntax';
import type { RoutePlace } from '../routes/route';

/** A framework's id, the framework, and the files of a project that has a place for a route. */
export type SamplePlace = [string, Framework, Record<string, string>];

/** The frameworks with routes, each in a project that has a place for one. */
export function places(): SamplePlace[] {
  const all = frameworks
    .filter((framework) => framework.placement)
    .map((framework): SamplePlace => [
      framework.id,
      framework,
      { ...sampleProjects[framework.id] },
    ]);
  const next = all.find(([id]) => id === 'next');
  return next ? [...all, ['next-pages', next[1], { 'pages/index.tsx': '' }]] : all;
}

/** The place that a framework is asked to find in such a project, without a disk. */
export function placeOf(files: Readonly<Record<string, string>>): RoutePlace {
  const pkg = {
    dir: '',
    dependencies: samplePackages,
    files: new Set<string>(),
    manifest: sampleManifest,
  };
  return {
    pkg,
    files: Object.keys(files),
    pageBase: '',
    exists: (path) => path in files,
    read: (path) => files[path],
    syntax: (path) => (path in files ? parse(path, files[path]) : undefined),
    resolve: (specifier, from) =>
      [`${join(dirname(from), specifier) ?? specifier}.ts`].find((path) => path in files),
    page: {
      pkg,
      modules: (word) =>
        Object.entries(files).flatMap(([path, text]) =>
          text.includes(word) ? [parse(path, text)] : [],
        ),
    },
  };
}
