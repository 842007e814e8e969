import type { PlanFeed, PlanStrip, RenderPlan } from './render-plan.ts';

/** The plan without what cannot be heard: closed feeds, what a mute that never moves silences, and strips nobody hears. */
export function prunePlan(plan: RenderPlan): RenderPlan {
  const last = plan.strips.length - 1;
  const heard = new Set<number>([last]);
  const sounding = plan.strips.map((strip) =>
    strip.feeds.filter((feed) => feed.target.kind === 'stem' || sounds(strip, feed)),
  );
  // Who is fed comes later in the plan, so one pass from the end finds everyone who is heard.
  for (let index = last - 1; index >= 0; index--) {
    const feeds = sounding[index] as PlanFeed[];
    if (feeds.some(({ target }) => target.kind === 'stem' || heard.has(target.strip))) heard.add(index);
  }
  const places = new Map([...heard].sort((a, b) => a - b).map((old, place) => [old, place]));
  const strips = [...places.keys()].map((old) => ({
    ...(plan.strips[old] as PlanStrip),
    feeds: (sounding[old] as PlanFeed[]).flatMap((feed) => {
      const { target } = feed;
      if (target.kind === 'stem') return [feed];
      const strip = places.get(target.strip);
      return strip === undefined ? [] : [{ ...feed, target: { ...target, strip } }];
    }),
  }));
  const played = new Set(strips.flatMap((strip) => strip.segments.map((segment) => segment.mediaId)));
  return { ...plan, strips, media: plan.media.filter(({ mediaId }) => played.has(mediaId)) };
}

function sounds(strip: PlanStrip, feed: PlanFeed): boolean {
  const { values, lanes } = strip.channel;
  const muted = values['mute'] === true && !lanes.some((lane) => lane.key === 'mute');
  return feed.open && !(muted && feed.tap === 'post');
}
