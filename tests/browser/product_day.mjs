// A product manager's day in the demonstration: everything by what can be read on the page, each step
// at the first try. How many pages and clicks it took is told with the results.

import assert from 'node:assert/strict';

/** Someone at work: what they press and type is counted. */
export class Person {
    pages = 0;
    clicks = 0;

    constructor(page) {
        this.page = page;
        page.on('response', (response) => {
            const request = response.request();
            const is_page = request.isNavigationRequest() && response.status() < 300;
            this.pages += is_page ? 1 : 0;
            if (request.isNavigationRequest()) assert.ok(response.status() < 400, `${response.status()}`);
        });
    }

    async sign_in({ email, password }) {
        await this.page.visit('/');
        await this.type({ Email: email, Password: password });
        await this.press('Sign in');
    }

    /** Follows what reads so, in the part of the page with that heading. */
    async follow(name, part = null) {
        this.clicks += 1;
        await this.page.follow(name, { within: this.part(part), exact: typeof name === 'string' });
    }

    async press(name, part = null) {
        this.clicks += 1;
        await this.page.press(name, { within: this.part(part), exact: typeof name === 'string' });
    }

    async tick(name) {
        this.clicks += 1;
        await this.page.getByLabel(name).check();
    }

    async type(values) {
        for (const [label, value] of Object.entries(values))
            await this.page.getByLabel(new RegExp(`^${label}( optional)?$`)).first().fill(value);
    }

    part(name) {
        return name === null ? this.page : this.page.getByRole('region', { name });
    }

    sees(text) {
        return this.page.sees(text, this.page.locator('main'));
    }
}

const AGENTS = ['Interview analyst', 'Survey analyst', 'Metrics analyst', 'Feature briefer', 'Release writer'];

async function find_what_changed(lena) {
    await lena.follow(/^Compare/, 'Recent changes');
    await lena.sees(/lines? (added|removed)/);
    await lena.follow('Home');
}

async function edit_a_prompt(lena) {
    await lena.follow('Prompts');
    await lena.page.locator('main').getByRole('searchbox').fill('feature-brief');
    await lena.press('Search');
    await lena.follow('product/feature-brief');
    await lena.follow('Edit');
    const body = lena.page.getByLabel('Body', { exact: true });
    await body.fill(`${await body.inputValue()}\nEnd with the one decision that is needed.\n`);
    await lena.type({ 'Change message': 'Say which decision is needed' });
    await lena.press('Save prompt');
    await lena.sees('Saved as version 4');
}

async function see_who_uses_it(lena) {
    for (const user of ['Feature briefer', 'Customer insight', 'Launch', 'Monday review'])
        await lena.page.sees(user, lena.part('Used by'));
}

async function propose(lena) {
    await lena.follow('Propose v4');
    await lena.sees('End with the one decision that is needed.');
    await lena.type({ Reason: 'The board asks for decisions' });
    await lena.press('Propose v4');
    await lena.sees('Someone else has to approve it');
}

async function approve(priya) {
    await priya.sees('The board asks for decisions');
    await priya.follow(/^Review product\/feature-brief/, 'Needs your review');
    await priya.sees('End with the one decision that is needed.');
    await priya.sees(/Affects .*agent/);
    await priya.press('Approve');
    await priya.page.told('Approved. The label production is on version 4 now.');
}

async function adjust_an_agent(lena) {
    await lena.follow('Prompt');
    await lena.page.sees(/production\s+v4/, lena.page.locator('aside'));
    await lena.follow('Feature briefer', 'Used by');
    await lena.follow('Edit');
    await lena.type({ Temperature: '0.4', 'Change message': 'A little freer' });
    await lena.press('Save agent');
    await lena.sees('Saved as version 3');
}

async function build_a_team(lena) {
    await lena.follow('Teams');
    await lena.follow('New team');
    await lena.type({ Name: 'Discovery five' });
    await lena.tick(/^Sequential/);
    for (const agent of AGENTS) await lena.tick(new RegExp(`^${agent}`));
    await lena.press('Create team');
    await lena.sees('Team created');
    for (const agent of AGENTS) await lena.sees(agent);
}

/** Wants the demonstration as it is when it is new. */
export async function product_day(suite) {
    const who = (persona) => suite.server.demo.find((one) => one.persona === persona);
    const lena = new Person(await suite.open());
    const priya = new Person(await suite.open());
    const steps = [
        ['signs in', () => lena.sign_in(who('Product Manager'))],
        ['finds what changed, and its difference', () => find_what_changed(lena)],
        ['edits a prompt', () => edit_a_prompt(lena)],
        ['sees which agents and teams use it', () => see_who_uses_it(lena)],
        ['proposes that it goes live', () => propose(lena)],
        ['and a DevOps Engineer approves', async () => {
            await priya.sign_in(who('DevOps Engineer'));
            await approve(priya);
        }],
        ['adjusts an agent', () => adjust_an_agent(lena)],
        ['builds a team of five', () => build_a_team(lena)],
    ];
    for (const [what, run] of steps) {
        const before = lena.clicks + priya.clicks;
        await suite.test(`a product manager's day: ${what}`, run);
        process.stdout.write(`#   ${lena.clicks + priya.clicks - before} clicks\n`);
    }
    process.stdout.write(`# the day took ${lena.pages} pages and ${lena.clicks} clicks, ` +
        `the approval ${priya.pages} and ${priya.clicks}\n`);
    await suite.close(lena.page);
    await suite.close(priya.page);
}
