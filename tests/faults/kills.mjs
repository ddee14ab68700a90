// See kills.
import { crash } from '../http/crashes.mjs';
import { figure, none, note, p95 } from './figures.mjs';

const KILLS = Number(process.env.ROSTRUM_FAULT_KILLS || 500);
const GOAL_MS = 1000;

const found = await crash(KILLS);

const acknowledged = Object.values(found.kept).reduce((sum, count) => sum + count, 0);
const each = Object.entries(found.kept).map(([id, count]) => `${id} ${count}`);
note(`${acknowledged} writes acknowledged (${each.join(', ')}), ${found.refused} requests not`);
none(found.lost, `of ${acknowledged} acknowledged writes lost in ${KILLS} times kill -9`);
none(found.torn, 'records torn, or without the event or the version that belongs to them');
none(found.problems, 'answers that nobody should get');
figure(found.log === null, `the audit log ${found.log ?? 'verifies'}`, 'verifies');
none(found.locks, 'locks left behind');
none(found.files, 'files left behind');
for (const kind of new Set(found.times.map((one) => one.kind))) {
    const times = found.times.filter((one) => one.kind === kind).map((one) => one.time);
    const worst = Math.max(...times);
    figure(
        worst <= GOAL_MS,
        `until all answer again after the death of ${kind}, ${times.length} times: ` +
            `worst ${worst.toFixed(0)} ms, p95 ${p95(times).toFixed(0)} ms`,
        `${GOAL_MS} ms`,
    );
}
