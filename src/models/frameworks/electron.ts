import { nodeSecret, type Framework } from './framework';

/**
 * Electron: the main and preload processes are desktop code, the renderer is a browser. Source:
 * electronjs.org/docs, "Process Model".
 */
export const electron: Framework = {
  id: 'electron',
  title: 'Electron',
  packages: ['electron'],
  registrations: [
    {
      call: 'ipcMain.{handle,handleOnce}',
      entry: 'rpc',
      what: 'the handler of {topic}',
      takes: 'desktop',
      returns: true,
    },
    {
      call: 'ipcMain.{on,once}',
      entry: 'rpc',
      what: 'the handler of {topic}',
      takes: 'desktop',
    },
  ],
  // Behind the event stands what a window of the own program sends: its user is who runs it.
  sources: [1, 2, 3, 4].map((argument) => ({
    of: 'desktop',
    kind: 'local',
    argument,
    what: 'what a window sends to {entry}',
  })),
  applies: (pkg) => pkg.dependencies.has('electron'),
  entry({ local, specifiers }) {
    if (/(^|\/)(renderer)\//.test(local))
      return { surface: 'browser', why: 'it is part of the renderer' };
    if (
      specifiers.includes('electron') ||
      /(^|\/)(main|preload|electron)(\/|\.[cm]?[jt]s$)/.test(local)
    )
      return { surface: 'desktop', why: 'it runs in Electron’s main process', boundary: true };
    return undefined;
  },
  secret: (name, { specifiers }) =>
    specifiers.includes('electron') ? nodeSecret(name) : undefined,
};
