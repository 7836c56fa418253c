import type { Model } from '../model';
import { LOGS } from './loggers';

/** Members of an element or an event of a page that hold what a person has entered. */
export const PAGE_VALUES =
  '{value,checked,text,files,detail,nativeEvent,currentTarget,target,data,innerText,textContent}';

/**
 * What browsers, Node, Deno and Bun give without an import. Sources: MDN "Web APIs", nodejs.org/api
 * "globals", bun.sh/docs "Bun.serve", docs.deno.com "Deno.serve".
 */
export const platform: Model = {
  id: 'platform',
  title: 'the platform',
  global: true,
  things: {
    element: {
      from: [
        'document',
        'window',
        'document.{body,documentElement,activeElement}',
        'document.{getElementById,querySelector,createElement}()',
      ],
    },
  },
  registrations: [
    {
      call: [
        '{setTimeout,setInterval,setImmediate,queueMicrotask}',
        '{requestIdleCallback,requestAnimationFrame}',
        'process.nextTick',
      ],
      entry: 'detached',
      what: '`{name}`',
    },
    {
      call: '{ReadableStream,TransformStream,WritableStream}',
      entry: 'stream',
      what: '`{property}` of the `{name}`',
    },
    { call: '{Deno,Bun}.serve', entry: 'http', what: 'the handler given to `{name}`' },
    { call: 'addEventListener', entry: 'ui', what: 'the listener of {topic}' },
    { call: '<element>.{on,addEventListener}', entry: 'ui', what: 'the listener of {topic}' },
    {
      call: '{WebSocket,EventSource,Worker,MessageChannel,BroadcastChannel}().addEventListener',
      entry: 'socket',
      what: 'the listener of {topic}',
    },
  ],
  answers: [{ call: ['Response()', 'Response.*()'] }],
  // Express, Koa, Fastify and h3 answer with the status that an error carries. Source: the page
  // "Error handling" of each.
  statusMembers: '{status,statusCode}',
  loggers: [{ call: [`console.${LOGS}`, 'process.{stdout,stderr}.write'] }],
  waiters: [{ call: 'Promise.allSettled', keeps: true }, { call: 'Promise.*' }],
  listening: [{ call: 'XMLHttpRequest().open' }],
  pauses: [
    { call: 'setTimeout', argument: 1, calls: true },
    { call: ['Bun.sleep', 'scheduler.wait'], argument: 0 },
  ],
  shapeErrors: [{ call: '{SyntaxError,TypeError}' }],
  sinks: [
    { call: ['Response', 'Response.json'], into: 'response' },
    { call: 'Response.redirect', into: 'address' },
    { call: 'JSON.parse', into: 'parser' },
    { call: '{alert,postMessage}', into: 'screen' },
    {
      call: '<element>.{value,innerText,textContent,innertext}',
      of: 'member',
      into: 'screen',
    },
    { call: '<element>.innerHTML', of: 'member', into: 'page' },
    { call: 'document.{write,writeln}', into: 'page' },
    { call: '{localStorage,sessionStorage}.setItem', into: 'store' },
    { call: ['Deno.{writeTextFile,writeTextFileSync,writeFile}', 'Bun.write'], into: 'store' },
    {
      call: ['{FormData,Headers,URLSearchParams}().{append,set}', 'process.{send,emit}'],
      into: 'nothing',
    },
  ],
  dangers: [
    { call: ['eval', 'Function'], into: 'code' },
    { call: 'document.{write,writeln}', into: 'markup' },
    { call: '<element>.{innerHTML,outerHTML}', of: 'member', into: 'markup' },
    { call: '<element>.insertAdjacentHTML', argument: 1, into: 'markup' },
    { call: '{$,jQuery}().{html,append,prepend}', into: 'markup' },
  ],
  // Source: MDN, "ReadableStream: pipeThrough() method".
  streams: [
    { methods: '{getReader,pipe,pipeTo}', passing: { failures: 'thrown' } },
    { methods: 'pipeThrough', passing: { failures: 'carried' } },
  ],
  leaving: {
    names: '{signal,abortSignal,AbortController}',
    members: '{signal,abortSignal,aborted,writableEnded,destroyed}',
    functions: '{cancel,abort,onAbort,takeUntil}',
    events: '{close,aborted,abort,disconnect}',
    listeners: '{on,once,addListener,addEventListener,fromEvent}',
    means: '{signal,abortSignal,AbortController,abort}',
  },
  errorClasses: [{ call: '{*Error,*Exception}' }],
  books: '{status,statusText,ok,headers}',
  methods: [
    {
      call: 'HTMLElement',
      of: 'base',
      name: 'connectedCallback',
      entry: 'ui',
      what: '`{name}`',
    },
  ],
  readers: [
    {
      call: ['process.argv', 'Deno.args', 'Bun.argv'],
      of: 'member',
      is: { kind: 'local', what: 'the command line', whole: true },
    },
    {
      call: 'prompt',
      of: 'result',
      is: { kind: 'page', what: 'a prompt of the page', whole: true },
    },
    {
      call: 'document.{getElementById,querySelector}',
      of: 'result',
      is: { kind: 'page', what: 'a text field', within: PAGE_VALUES, whole: true },
    },
    { call: 'Request()', of: 'type', is: { as: 'http' } },
  ],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: {
        'json()': 'the request body',
        'text()': 'the request body',
        'arrayBuffer()': 'the request body',
        'blob()': 'the request body',
        'formData()': 'the form data',
        // Node's own request gives its body in pieces to whoever goes through it.
        '*': 'the request body',
        headers: 'a header',
        url: 'the address',
        searchParams: 'the query',
        'getAll()': 'the query',
        'get()': 'a header',
      },
      through: '{req,request,ctx,context,event,c,args,nativeEvent,raw,$raw}',
    },
    { of: 'ui', kind: 'page', what: 'a text field', within: PAGE_VALUES },
    { of: 'query', kind: 'page', what: 'what the page passes on' },
  ],
  summaries: [
    { call: '{fetch,$fetch}', gives: 'page' },
    {
      call: [
        '{Number,parseInt,parseFloat,Boolean,BigInt,Date,Symbol,isNaN}',
        'Math.*',
        'crypto.randomUUID',
        'Date.*',
        'Number.*',
      ],
      gives: 'nothing',
    },
    {
      call: [
        '{String,structuredClone,encodeURIComponent,decodeURIComponent,encodeURI,decodeURI}',
        '{escape,unescape,atob,btoa}',
        'JSON.{stringify,parse}',
        'Object.{values,entries,assign,fromEntries,freeze}',
        'Array.{from,of}',
        'Buffer.{from,concat}',
        'Promise.{all,allSettled,resolve}',
      ],
      gives: 'arguments',
    },
  ],
};
