import type { ModelName, Sdk, Service } from '../sdk';

/** The services of vendors, each once. */
export function servicesOf(vendors: readonly Sdk[]): Service[] {
  return [...new Set(vendors.map(({ service }) => service))];
}

/** What texts begin with that name a model of these services. */
export function namesOf(services: readonly Service[]): ModelName[] {
  return services.flatMap((service) =>
    (service.elsewhere?.names ?? []).map((name) => ({ name, service })),
  );
}
