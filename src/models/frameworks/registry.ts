import { astro } from './astro';
import { awsLambda } from './awsLambda';
import { browserApp } from './browserApp';
import { browserExtension } from './browserExtension';
import { cloudflare } from './cloudflare';
import { discordCommands } from './discordCommands';
import { editorExtension } from './editorExtension';
import { electron } from './electron';
import { elysia } from './elysia';
import { expo } from './expo';
import { express } from './express';
import { fastify } from './fastify';
import { firebase } from './firebase';
import type { Framework } from './framework';
import { hono } from './hono';
import { koa } from './koa';
import { nest } from './nest';
import { netlify } from './netlify';
import { expoApp, nativeApp } from './nativeApp';
import { next } from './next';
import { nuxt } from './nuxt';
import { page } from './page';
import { plainPage } from './plainPage';
import { remix } from './remix';
import { supabaseEdge } from './supabaseEdge';
import { sveltekit } from './sveltekit';
import { tanstackStart } from './tanstackStart';
import { vercel } from './vercel';

/** Every framework Airlock knows, most specific first: the first that places a module decides. */
export const frameworks: readonly Framework[] = [
  supabaseEdge,
  netlify,
  cloudflare,
  firebase,
  electron,
  editorExtension,
  next,
  sveltekit,
  nuxt,
  remix,
  tanstackStart,
  astro,
  expo,
  nest,
  fastify,
  hono,
  elysia,
  koa,
  express,
  discordCommands,
  vercel,
  awsLambda,
  browserExtension,
  browserApp,
  expoApp,
  nativeApp,
  plainPage,
  page,
];
