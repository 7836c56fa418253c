/** Where a build tool is told under which path its page is published. */
export interface PageBase {
  /** The package of the tool. */
  readonly package: string;
  /** The module with its settings, without an extension, and the option. */
  readonly config?: { readonly file: string; readonly option: string };
  /** The option of that module that names the folder of the built page, seen from another one. */
  readonly folder?: { readonly option: string; readonly from?: string };
  /** A member of the page's manifest: a path, or an address that ends with one. */
  readonly manifest?: string;
  /** A JSON file, and the member, wherever it stands in there. */
  readonly json?: { readonly file: string; readonly member: string };
}

/**
 * Sources: vite.dev/config/shared-options, "base", and build-options, "build.outDir";
 * cli.vuejs.org/config, "publicPath" and "outputDir";
 * create-react-app.dev, "Building for Relative Paths"; angular.dev/tools/cli/deployment,
 * "--base-href".
 */
export const pageBases: readonly PageBase[] = [
  {
    package: 'vite',
    config: { file: 'vite.config', option: 'base' },
    folder: { option: 'build.outDir', from: 'root' },
  },
  {
    package: '@vue/cli-service',
    config: { file: 'vue.config', option: 'publicPath' },
    folder: { option: 'outputDir' },
  },
  { package: 'react-scripts', manifest: 'homepage' },
  { package: '@angular/core', json: { file: 'angular.json', member: 'baseHref' } },
];
