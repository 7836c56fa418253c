/** A host of built pages that runs no server of the page's own by itself. */
export interface StaticHost {
  readonly title: string;
  /** A file that says the page is published there. */
  readonly file?: string;
  /** A package that does it. */
  readonly package?: string;
  /** What the manifest's `homepage` ends its host with. */
  readonly homepage?: string;
  /** What it needs, as a sentence. */
  readonly needs: string;
}

/**
 * Sources: docs.github.com/pages; firebase.google.com/docs/hosting, "Configure rewrites";
 * docs.netlify.com/manage/routing/redirects, "Proxy to another service"; vercel.com/docs/rewrites,
 * "External rewrites".
 */
export const staticHosts: readonly StaticHost[] = [
  {
    title: 'GitHub Pages',
    package: 'gh-pages',
    homepage: '.github.io',
    needs:
      'GitHub Pages serves files alone: publish this server where Node runs, which hands out the ' +
      'page as well, or nothing answers there.',
  },
  {
    title: 'Firebase Hosting',
    file: 'firebase.json',
    needs:
      'Firebase Hosting serves files alone: run this server on Cloud Run and let a rewrite in ' +
      '`firebase.json` send `/api/**` to it.',
  },
  {
    title: 'Netlify',
    file: 'netlify.toml',
    needs:
      'Netlify serves files alone: let a redirect with status 200 in `netlify.toml` send `/api/*` ' +
      'to where this server runs.',
  },
  {
    title: 'Vercel',
    file: 'vercel.json',
    needs:
      'Vercel starts no server like this one: let a rewrite in `vercel.json` send `/api/:path*` to ' +
      'where it runs.',
  },
];
