// See flood.
import { Browser } from '../http/client.mjs';
import { isPostgres, sql, startDatabase } from '../http/engine.mjs';
import { createPrompt, expectStatus, setUp } from '../http/people.mjs';
import { startServer } from '../http/server.mjs';
import { sleep } from '../http/wait.mjs';
import { figure, note, p95 } from './figures.mjs';

const FLOOD_MS = Number(process.env.ROSTRUM_FLOOD_S ?? 10) * 1000;
const SENDERS = 16;
const P95_GOAL_MS = 1000;

/** Somebody without an account: gives how often the form was refused, and how often otherwise. */
async function send(server, end) {
    const counts = { refused: 0, other: 0 };
    while (Date.now() < end) {
        const page = await new Browser(server).post('/login', { csrf: 'forged', email: 'x' });
        counts[page.status === 403 ? 'refused' : 'other']++;
    }
    return counts;
}

/** Someone who reads and saves: gives how long each took. */
async function work(browser, end) {
    const times = [];
    for (let i = 0; Date.now() < end; i++) {
        const began = performance.now();
        if (i % 4 === 0) await createPrompt(browser, { name: `Flood ${end} ${i}`, body: 'x' });
        else expectStatus(await browser.get('/prompts'), 200);
        times.push(performance.now() - began);
        await sleep(50);
    }
    return times;
}

const where = "FROM audit_events WHERE action = 'request.csrf_refuse'";
const database = isPostgres ? await startDatabase() : null;
const server = await startServer({ databaseFolder: database?.folder });
try {
    const browser = await setUp(server);
    const idle = p95(await work(browser, Date.now() + 2000));
    const end = Date.now() + FLOOD_MS;
    const [times, ...counts] = await Promise.all([
        work(browser, end),
        ...Array.from({ length: SENDERS }, () => send(server, end)),
    ]);
    const refused = counts.reduce((sum, one) => sum + one.refused, 0);
    const other = counts.reduce((sum, one) => sum + one.other, 0);
    const rows = Number(sql(server, `SELECT count(*) ${where}`)[0]);
    const counted = Number(
        sql(server, "SELECT sum(event_count) FROM audit_refusals WHERE action LIKE '%csrf%'")[0],
    );
    const minutes = Math.ceil(FLOOD_MS / 60_000) + 1;
    const rate = Math.round(refused / (FLOOD_MS / 1000));
    note(`${refused} forged forms, ${rate} a second; ${other} answered otherwise`);
    figure(rows <= minutes, `${rows} events for ${refused} forged forms`, minutes);
    figure(counted >= refused, `${counted} of ${refused} are counted`, 'all');
    const during = p95(times);
    figure(
        during <= P95_GOAL_MS,
        `p95 of one who reads and saves ${during.toFixed(0)} ms, ${idle.toFixed(0)} ms before`,
        `${P95_GOAL_MS} ms`,
    );
} finally {
    await server.stop();
    await database?.stop();
}
