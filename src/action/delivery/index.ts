// Delivers a report wherever its readers look.
import type { Report } from '../../core/documents.ts';
import type { Delivered, DeliveryOptions, DeliveryPlace, DeliveryPorts } from './delivery.ts';

/** Never throws. */
export function deliverAll(
  _report: Report,
  _place: DeliveryPlace,
  _options: DeliveryOptions,
  _ports: DeliveryPorts,
): Promise<readonly Delivered[]> {
  return Promise.resolve([]);
}
