import { openWriter } from '../../src/host/writer';
import { pending, watchedDisk } from './disk';

/**
 * Writes the files of a fix into a folder and is ended at the given operation, as by a power cut:
 * `killedWriter ROOT NUMBER`.
 */
const [root, at] = process.argv.slice(2);
const disk = watchedDisk((count) => {
  if (count === Number(at)) process.kill(process.pid, 'SIGKILL');
});
const writer = openWriter(root, disk);
writer.write(pending);
writer.close();
