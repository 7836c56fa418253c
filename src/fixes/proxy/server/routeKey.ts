import { serviceOf } from '../../../models/vendors';
import { FIRST_KEY, type RouteKey } from '../../../routes/routeKey';

/**
 * Whose key the routes of a client hold: a gateway's own, so that the first vendor's never goes to
 * its address.
 */
export function routeKeyOf(provider: string): RouteKey {
  const service = serviceOf(provider);
  return service && service.vendor !== FIRST_KEY.vendor
    ? { variable: service.key.variables[0], vendor: service.vendor }
    : FIRST_KEY;
}
