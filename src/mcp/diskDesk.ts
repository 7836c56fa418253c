import { isWithin } from '../analysis/source/paths';
import type { Desk } from '../agents/desk';
import { Refusal } from '../agents/refusal';
import { isLeftOut } from '../host/nodeHost';
import { openWriter } from '../host/writer';
import { pendingWrites } from '../project/fixRun';
import { passedOver, type Project } from '../project/project';
import { maskPath } from '../rules/mask';
import type { Service } from '../service';
import { placeIn, type Place } from './place';
import type { WarmFolder } from './warmFolder';

/** The folder on disk that the server was started for. */
export function createDiskDesk(folder: WarmFolder): Desk {
  const { root, host } = folder;
  return {
    open(paths) {
      const places = paths.map((path) => existing(root, path));
      return [projectOf(root, folder.fresh(), places)];
    },
    openWith({ path, text }) {
      const place = placeIn(root, path);
      if (place.kind === 'folder') throw new Refusal(`${path} is a folder; name a file.`);
      const service = folder.fresh();
      const file = place.path;
      if (!isLeftOut(file) && !host.isIgnored(file)) service.update(file, text);
      return {
        project: projectOf(root, service, [{ ...place, kind: 'file' }]),
        close: () => service.update(file),
      };
    },
    apply(projects, run) {
      // From before the fixes are worked out nobody else writes: two would take the same free names.
      const writer = openWriter(root);
      try {
        return projects.map((project) => {
          const done = run(project);
          writer.write(pendingWrites(done.result));
          return done;
        });
      } finally {
        writer.close();
      }
    },
  };
}

function existing(root: string, path: string): Place {
  const place = placeIn(root, path);
  if (place.kind === 'nothing')
    throw new Refusal(`${path} does not exist; give a file or a folder that does.`);
  return place;
}

function projectOf(root: string, service: Service, places: readonly Place[]): Project {
  const asked = places.map(({ path, kind }) => ({ path, isFile: kind === 'file' }));
  const wanted = asked.length === 0 ? [{ path: '', isFile: false }] : asked;
  return {
    root,
    service,
    asked: wanted,
    passedOver: asked
      .filter(({ isFile }) => isFile)
      .flatMap(({ path }) => passedOver(path, service)),
    covers: (file) => wanted.some(({ path }) => isWithin(file, path)),
    shown: (file) => maskPath(file) || '.',
  };
}
