// People and programs that save again and again, and send what got no clear answer once more, as it
// was; and what must be true of it afterwards.
import { Browser, decodeHtml } from '../http/client.mjs';
import { sleep } from '../http/wait.mjs';

const AGAIN_MS = 150;
const LOST_WITHIN_MS = 30;
const LAST_MS = 60_000;
const PER_RECORD = 40;
const passing = [502, 503, 504];

const textOf = (id, number) => `${number} of ${id}`;

/** One who saves. asked: all requests, [began, took, status]; acts: all acts, with how often each was sent. */
export class Writer {
    constructor(id, browser, act) {
        Object.assign(this, { id, browser, act, number: 0, asked: [], acts: [], odd: [], isOver: false });
    }

    async request(asking) {
        const began = performance.now();
        this.sentAt = began;
        const page = await asking().catch(() => null);
        this.asked.push([began, performance.now() - began, page?.status ?? 0]);
        return page;
    }

    /** Asks until there is an answer that is not "try again"; {page, sent}. */
    async insist(asking) {
        const end = performance.now() + LAST_MS;
        for (let sent = 1; ; sent++) {
            const page = await this.request(asking);
            if (page !== null && !passing.includes(page.status)) return { page, sent };
            if (performance.now() > end) throw new Error(`${this.id}: no answer for a minute`);
            await sleep(AGAIN_MS);
        }
    }

    /** Sends a form of a page until it is answered, always with the same bytes. */
    async send(place, button, changes) {
        const { page } = await this.insist(() => this.browser.get(place));
        if (page.status !== 200) return { page, sent: 0 };
        return this.insist(() => this.browser.submit(page, button, changes, { isPatient: false }));
    }

    /** An act was answered: with what was wanted, or it is odd. */
    note(act, { page, sent }, ...wanted) {
        const isDone = wanted.includes(page.status);
        this.acts.push({ ...act, isDone, sent, sentAt: this.sentAt, at: performance.now() });
        if (!isDone)
            this.odd.push(`${this.id}: ${JSON.stringify(act)}: ${page.method} ${page.path} ${page.status} after ${sent}: ` +
                page.words.slice(0, 200));
        return isDone;
    }

    async run() {
        while (!this.isOver) {
            this.number++;
            await this.act(this).catch((error) => this.odd.push(`${this.id}: ${error.message}`));
            await sleep(100 + Math.random() * 200);
        }
    }
}

async function newRecord(writer) {
    const name = `failover/${writer.id}/${writer.number}`;
    const sent = await writer.send('/prompts/new', 'Create prompt', { name, body: 'first' });
    if (writer.note({ kind: 'record', text: name }, sent, 303))
        writer.record = sent.page.location.match(/^\/prompts\/[0-9a-f-]{36}/)[0];
}

const renew = (act) => (writer) =>
    writer.record === undefined || writer.number % PER_RECORD === 0 ? newRecord(writer) : act(writer);

const comment = renew(async (writer) => {
    const text = `comment ${textOf(writer.id, writer.number)}`;
    const act = { kind: 'comment', record: writer.record, text };
    writer.note(act, await writer.send(`${writer.record}/activity`, 'Comment', { body: text }), 303);
});

const save = renew(async (writer) => {
    const text = `save ${textOf(writer.id, writer.number)}`;
    const act = { kind: 'save', record: writer.record, text };
    writer.note(act, await writer.send(`${writer.record}/edit`, 'Save prompt', { body: text }), 303);
});

/** A program that makes records, each under a key of its own. */
function programOf(secret) {
    return async (writer) => {
        const name = `failover/${writer.id}/${writer.number}`;
        const options = {
            headers: {
                Authorization: `Bearer ${secret}`,
                'Content-Type': 'application/json',
                'Idempotency-Key': name,
            },
            body: JSON.stringify({ name, body: 'of a program' }),
        };
        const sent = await writer.insist(() => writer.browser.request('POST', '/api/v1/prompts', options));
        // 409: carried out, and the answer was lost
        writer.note({ kind: 'record', text: name }, sent, 201, 409);
    };
}

/** Who sends a form to a node that is killed meanwhile, and the same once more to the other. forms: their
 * texts; unheard: how many got no answer; early: how many of these had been carried out all the same. */
export class Again extends Writer {
    forms = [];
    unheard = 0;
    early = 0;

    constructor(admin) {
        super('again', browserOf(admin.server, admin), null);
    }

    /** Gives what sends it again, to another server, until it is answered. */
    async sendAndLose(server, kill) {
        this.browser.server = server;
        this.number++;
        if (this.record === undefined) await newRecord(this);
        const text = `comment ${textOf(this.id, this.number)}`;
        const act = { kind: 'comment', record: this.record, text };
        const place = `${this.record}/activity`;
        const { page } = await this.insist(() => this.browser.get(place));
        const send = () => this.browser.submit(page, 'Comment', { body: text }, { isPatient: false });
        const first = this.request(send);
        await sleep(Math.random() * LOST_WITHIN_MS);
        kill();
        const isUnheard = [null, ...passing].includes((await first)?.status ?? null);
        return async (other) => {
            this.browser.server = other;
            if (isUnheard) {
                this.unheard++;
                const { page: meanwhile } = await this.insist(() => this.browser.get(place));
                this.early += meanwhile.text.includes(text) ? 1 : 0;
            }
            const { page: last, sent } = await this.insist(send);
            this.note(act, { page: last, sent: sent + 1 }, 303);
            this.forms.push(text);
        };
    }
}

const reads = ['/', '/prompts', '/search?q=failover', '/users', '/audit'];
async function read(writer) {
    await writer.request(() => writer.browser.get(reads[writer.number % reads.length]));
}

function browserOf(server, person) {
    const browser = new Browser(server);
    browser.cookies = new Map(person.cookies);
    browser.password = person.password;
    return browser;
}

/** Two who save by each node, one by either; a program by each; a reader by each. People of one
 * organization: they write in turns. */
export function makeWriters(servers, admin, secret) {
    const at = (server) => browserOf(server, admin);
    const [either, ...each] = servers;
    const writers = [new Writer('any', at(either), comment)];
    each.forEach((server, i) => {
        writers.push(new Writer(`talk${i + 1}`, at(server), comment));
        writers.push(new Writer(`save${i + 1}`, at(server), save));
        writers.push(new Writer(`program${i + 1}`, new Browser(server), programOf(secret)));
        writers.push(new Writer(`read${i + 1}`, at(server), read));
    });
    return writers;
}

async function commentsOf(browser, record) {
    const found = [];
    for (let place = `${record}/activity`; place; ) {
        const page = await browser.get(place);
        if (page.status !== 200) throw new Error(`${place}: ${page.status}`);
        for (const [, text] of page.text.matchAll(/<p class="comment-text"[^>]*>([^<]*)</g)) found.push(text);
        const more = page.text.match(/href="([^"]*[?&](?:cursor|comments)=[^"]*)"[^>]*>(?:Older|Earlier)/);
        place = more && decodeHtml(more[1]).replace(/^(?=[?])/, `${record}/activity`).replace(/#.*/, '');
    }
    return found;
}

/** {there, doubled}: how often each text is there, and those of acts, done or not, that are there twice. */
export async function count(admin, writers) {
    const acts = writers.flatMap((one) => one.acts);
    const there = new Map();
    const add = (text) => there.set(text, (there.get(text) ?? 0) + 1);
    const fields = { prompts: 'on', agents: null, teams: null, history: 'on', archived: null };
    const page = await admin.fill('/import', 'Export everything', fields);
    for (const prompt of JSON.parse(page.text).prompts) {
        add(prompt.name);
        for (const version of prompt.versions) add(version.body);
    }
    const records = new Set(acts.filter((one) => one.kind === 'comment').map((one) => one.record));
    for (const record of records) (await commentsOf(admin, record)).forEach(add);
    const texts = [...new Set(acts.map((one) => one.text))];
    return { there, doubled: texts.filter((text) => there.get(text) > 1) };
}
