// What the colours of a view mean, beside the picture, where they stand for numbers.
import { byId, setText } from '../../controls/dom';
import type { View } from '../../raypool';
import type { Store } from '../../state/store';

/** As the engine colours them (raytracer/render/develop.cpp, raytracer/integrators/bvh_cost.h). */
const scales: Partial<Record<View, { low: string; high: string }>> = {
  bvhCost: { low: '0', high: '256 nodes and blocks a ray, or more' },
  sampleCount: { low: 'fewer samples', high: 'more than asked for' },
  error: { low: '0', high: '100 % of the pixel’s light, or more' },
};

export function setUpLegend(store: Store): void {
  const legend = byId('legend', HTMLElement);
  store.watch(['display', 'width'], () => {
    const { display, width } = store.state;
    const scale = display ? scales[display.view] : undefined;
    legend.hidden = !scale || width === 0;
    if (!display || !scale) return;
    legend.dataset['view'] = display.view;
    setText(byId('legend-low', HTMLElement), scale.low);
    setText(byId('legend-high', HTMLElement), scale.high);
  });
}
