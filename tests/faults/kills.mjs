// See kills.
import { crash } from '../http/crashes.mjs';
import { isPostgres } from '../http/engine.mjs';
import { figuresOf } from './figures.mjs';

const KILLS = Number(process.env.ROSTRUM_FAULT_KILLS || 500);
const GOAL_MS = 1000;
const SHOWN = 5;

const engine = isPostgres ? 'postgresql' : 'sqlite';

const figure = figuresOf(`kills: ${engine}`);

/** A count that must be 0, and some of what was counted. */
function none(list, what) {
    figure(list.length === 0, `${list.length} ${what}`, '0');
    for (const one of list.slice(0, SHOWN)) console.log(`# ${one}`.replaceAll('\n', '\n# '));
}

const found = await crash(KILLS);

const acknowledged = Object.values(found.kept).reduce((sum, count) => sum + count, 0);
const each = Object.entries(found.kept).map(([id, count]) => `${id} ${count}`);
console.log(`# ${acknowledged} writes acknowledged (${each.join(', ')}), ${found.refused} requests not`);
none(found.lost, `of ${acknowledged} acknowledged writes lost in ${KILLS} times kill -9`);
none(found.torn, 'records torn, or without the event or the version that belongs to them');
none(found.problems, 'answers that nobody should get');
figure(found.log === null, `the audit log ${found.log ?? 'verifies'}`, 'verifies');
none(found.locks, 'locks left behind');
none(found.files, 'files left behind');
for (const kind of new Set(found.times.map((one) => one.kind))) {
    const times = found.times.filter((one) => one.kind === kind).map((one) => one.time);
    times.sort((a, b) => a - b);
    const [p95, worst] = [times[Math.floor(times.length * 0.95)], times.at(-1)];
    figure(
        worst <= GOAL_MS,
        `until all answer again after the death of ${kind}, ${times.length} times: ` +
            `worst ${worst.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
        `${GOAL_MS} ms`,
    );
}
