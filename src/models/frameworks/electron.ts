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
      returns: true,
    },
    { call: 'ipcMain.on', entry: 'rpc', what: 'the handler of {topic}' },
  ],
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
