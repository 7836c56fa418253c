import { services } from '../models/vendors';

/** The variable that a route reads a vendor's key from, and the vendor's name. */
export interface RouteKey {
  readonly variable: string;
  readonly vendor: string;
}

/** What the SDK reads by itself, and routes are written with when nobody else is asked. */
const [first] = services;
export const FIRST_KEY: RouteKey = { variable: first.key.variables[0], vendor: first.vendor };
