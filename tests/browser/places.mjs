// Every kind of page of the demo: a name, and a function that opens it and gives the page.

import { access } from './places_access.mjs';
import { agents } from './places_agents.mjs';
import { send, sending, with_old_token, with_revision, without_session } from './places_form.mjs';
import { bundle_pages } from './places_import.mjs';
import { sets } from './places_sets.mjs';
import { teams } from './places_teams.mjs';

/** The people of the demo, each signed in once, when first needed. */
class People {
    #pages = new Map();

    constructor(suite) {
        this.suite = suite;
    }

    as(persona) {
        if (!this.#pages.has(persona)) this.#pages.set(persona, this.#sign_in(persona));
        return this.#pages.get(persona);
    }

    async #sign_in(persona) {
        const page = await this.suite.open();
        if (persona !== 'nobody') {
            const { email, password } = this.suite.server.demo.find((one) => one.persona === persona);
            await this.suite.sign_in(page, email, password);
        }
        return page;
    }
}

class Places {
    list = [];
    #paths = new Map();

    constructor(suite) {
        this.suite = suite;
        this.people = new People(suite);
    }

    /** A page that a path leads to. then() does the rest, such as sending a form. */
    at(persona, name, path, { status = 200, then = null, title_of = name } = {}) {
        this.list.push({
            name: `${name} (${persona})`,
            title_of,
            open: async () => {
                const page = await this.people.as(persona);
                await page.visit(typeof path === 'function' ? await path() : path, status);
                await then?.(page);
                return page;
            },
        });
    }

    /** Gives the function that finds the address of a record's page by its name. */
    record(base) {
        return (name, more = '') => async () => {
            const key = `${base} ${name}`;
            if (!this.#paths.has(key)) {
                const page = await this.people.as('superuser');
                await page.visit(`${base}?state=all&sort=name&q=${encodeURIComponent(name)}`);
                const link = page.locator('table.list').getByRole('link', { name, exact: true });
                this.#paths.set(key, await link.getAttribute('href'));
            }
            return this.#paths.get(key) + more;
        };
    }

    /** The address of the newest event of an action. */
    event(action) {
        return async () => {
            const page = await this.people.as('superuser');
            await page.visit(`/audit?action=${action}`);
            return page.locator('table.events a[href^="/audit/"]').first().getAttribute('href');
        };
    }

    /** The address of someone's page. */
    user(persona, more = '') {
        return async () => {
            const { email } = this.suite.server.demo.find((one) => one.persona === persona);
            const page = await this.people.as('superuser');
            await page.visit(`/users?q=${encodeURIComponent(email)}`);
            const link = page.locator('table.list a[href^="/users/"]').first();
            return (await link.getAttribute('href')) + more;
        };
    }
}

function doors(at) {
    at('nobody', 'sign in', '/login');
    at('nobody', 'sign in, refused', '/login', { title_of: 'sign in',
        then: sending({ Email: 'nobody@example.org', Password: 'surely not this one' }, 'Sign in', 422) });
    at('Product Manager', 'sign in again', '/prompts/new', { title_of: 'sign in',
        then: without_session({ Name: 'kept', Body: 'kept' }, 'Create prompt') });
    at('nobody', 'a dead invitation', `/invite/${'A'.repeat(43)}`, { status: 404 });
    at('nobody', 'a dead reset link', `/reset/${'A'.repeat(43)}`,
        { status: 404, title_of: 'a dead invitation' });
    at('nobody', 'nothing here', '/nowhere', { status: 404 });
    at('nobody', 'nothing here, by nginx', '/static/nothing.css', { status: 404, title_of: 'nothing here' });
    at('Product Manager', 'nothing here, signed in', '/prompts/nothing', { status: 404, title_of: 'nothing here' });
    at('Product Manager', 'forbidden', '/users/new', { status: 403 });
    at('Product Manager', 'wrong method', '/logout', { status: 405 });
    at('Product Manager', 'a long address', `/prompts?q=${'a'.repeat(5000)}`, { status: 414 });
    at('Product Manager', 'a broken address', '/prompts?q=%ff', { status: 400 });
}

function account(at) {
    at('Product Manager', 'profile', '/account');
    at('Product Manager', 'profile, refused', '/account',
        { title_of: 'profile', then: sending({ 'Full name': '' }, 'Save profile', 422) });
    at('Product Manager', 'password', '/account/password');
    at('Product Manager', 'password, refused', '/account/password', { title_of: 'password',
        then: sending({ 'Current password': 'not this', 'New password': 'short' }, 'Change password', 422) });
    at('Product Manager', 'sessions', '/account/sessions');
    at('Product Manager', 'own data', '/account/data');
    at('Customer Admin', 'approvals', '/approvals');
    at('Customer Admin', 'erasures', '/settings/erasure');
}

function users(at, { user }) {
    at('superuser', 'users', '/users');
    at('superuser', 'no users', '/users?q=nobodyiscalledso', { title_of: 'users' });
    at('Product Manager', 'users, names only', '/users', { title_of: 'users' });
    at('Platform Admin', 'users, of a Platform Admin', '/users', { title_of: 'users' });
    at('Customer Admin', 'invite', '/users/new');
    at('Product Manager', 'ask for an invitation', '/users/ask');
    at('Product Manager', 'ask for an invitation, refused', '/users/ask', { title_of: 'ask for an invitation',
        then: sending({ Email: 'no address' }, 'Ask for an invitation', 422) });
    at('Platform Admin', 'organizations', '/organizations');
    at('Platform Admin', 'new organization', '/organizations/new');
    at('Platform Admin', 'new organization, refused', '/organizations/new',
        { title_of: 'new organization', then: sending({ Name: ' ' }, 'Create organization', 422) });
    at('Customer Admin', 'invite, refused', '/users/new',
        { title_of: 'invite', then: sending({ Email: 'no address' }, 'Invite user', 422) });
    at('superuser', 'user', user('DevOps Engineer'));
    at('superuser', 'oneself', user('superuser'));
    at('Product Manager', 'user, name only', user('DevOps Engineer'), { title_of: 'user' });
    at('superuser', 'password reset link', user('DevOps Engineer'),
        { then: (page) => page.press('Password reset link') });
    at('superuser', 'edit user', user('DevOps Engineer', '/edit'));
    at('superuser', 'edit user, refused', user('DevOps Engineer', '/edit'),
        { title_of: 'edit user', then: sending({ 'Full name': '', Email: 'x' }, 'Save user', 422) });
    at('superuser', 'data of a user', user('DevOps Engineer', '/data'));
    at('superuser', 'erase', user('Individual Developer', '/erase'));
    at('superuser', 'superuser rights', user('DevOps Engineer', '/superuser'));
    at('superuser', 'deactivate', user('DevOps Engineer', '/deactivate'));
    at('superuser', 'hand over', user('Individual Developer', '/hand-over'));
    at('superuser', 'nothing to hand over', user('DevOps Engineer', '/hand-over'));
    at('superuser', 'hand over, refused', user('Individual Developer', '/hand-over'),
        { title_of: 'hand over', then: sending({}, 'Transfer ownership', 422) });
}

function starts(at) {
    at('Individual Developer', 'start, for developers', '/', { title_of: 'start' });
    at('DevOps Engineer', 'start, for operators', '/', { title_of: 'start' });
    at('Product Manager', 'start', '/', {
        then: async (page) => {
            for (const fold of await page.locator('main summary').all()) await fold.click();
        } });
    at('Customer Admin', 'start, for administrators', '/', { title_of: 'start' });
    at('Enterprise Team', 'start, for teams', '/', { title_of: 'start' });
    at('superuser', 'start, of a superuser', '/', { title_of: 'start' });
    at('Platform Admin', 'start, everywhere', '/', { title_of: 'start' });
    at('Product Manager', 'inbox', '/inbox');
    at('Customer Admin', 'inbox, of an administrator', '/inbox', { title_of: 'inbox' });
    at('Platform Admin', 'inbox, empty', '/inbox', { title_of: 'inbox' });
    at('Product Manager', 'search', '/search');
    at('Product Manager', 'search for words', '/search?q=customer');
    at('Platform Admin', 'search, metadata', '/search?q=customer', { title_of: 'search for words' });
    at('Product Manager', 'search for nothing', '/search?q=nothingiscalledso');
}

function lists(at) {
    at('superuser', 'prompts', '/prompts');
    at('Individual Developer', 'prompts of others', '/prompts', { title_of: 'prompts' });
    at('Platform Admin', 'prompts, metadata', '/prompts?filters=1', { title_of: 'prompts' });
    at('Product Manager', 'prompts, filtered', '/prompts?filters=1&q=a&tag=support&state=all&sort=name',
        { title_of: 'prompts' });
    at('Product Manager', 'prompts in a folder', '/prompts?folder=support', { title_of: 'prompts' });
    at('Product Manager', 'archived prompts', '/prompts?state=archived', { title_of: 'prompts' });
    at('Product Manager', 'unreleased prompts', '/prompts?show=unreleased', { title_of: 'prompts',
        then: (page) => page.locator('main .pop > summary').click() });
    at('Product Manager', 'prompts, not served', '/prompts?show=unserved', { title_of: 'prompts' });
    at('Product Manager', 'prompts, stopped', '/prompts?show=stopped', { title_of: 'prompts' });
    at('Product Manager', 'no prompts', '/prompts?q=nothingiscalledso', { title_of: 'prompts' });
    at('Product Manager', 'change several, refused', '/prompts',
        { then: async (page) => {
            await page.getByRole('checkbox').nth(1).check();
            await send(page, 'Add tag', 422);
        } });
}

function editors(at, { prompt }) {
    at('Product Manager', 'new prompt', '/prompts/new');
    at('Product Manager', 'new chat', '/prompts/new?type=chat', { title_of: 'new prompt' });
    at('Product Manager', 'new prompt, refused', '/prompts/new', { title_of: 'new prompt',
        then: async (page) => {
            await page.locator('summary', { hasText: 'Model settings' }).click();
            await sending({ Name: 'a//b', Tags: 'a|b', 'Model settings': '[' }, 'Create prompt', 422)(page);
        } });
    at('Product Manager', 'new chat, refused', '/prompts/new?type=chat',
        { title_of: 'new prompt', then: sending({ Name: '' }, 'Create prompt', 422) });
    at('Product Manager', 'edit', prompt('data/weekly-report', '/edit'));
    at('Product Manager', 'edit, preview', prompt('data/weekly-report', '/edit'),
        { title_of: 'edit', then: sending({ Body: 'A {{new}} one' }, 'Preview', 200) });
    at('Product Manager', 'edit, refused', prompt('data/weekly-report', '/edit'),
        { title_of: 'edit', then: sending({ Name: '' }, 'Save prompt', 422) });
    at('Product Manager', 'edit, stale', prompt('data/weekly-report', '/edit'), { title_of: 'edit',
        then: async (page) => {
            await with_revision(page, 1);
            await sending({ Tags: 'mine', Body: 'Mine.\n\tAnd more \n' }, 'Save prompt', 409)(page);
        } });
    at('Product Manager', 'edit a chat', prompt('support/triage-ticket', '/edit'));
}

function versions(at, { prompt }) {
    at('Product Manager', 'prompt', prompt('data/weekly-report'));
    at('Product Manager', 'prompt, used by others', prompt('shared/house-style'));
    at('Product Manager', 'chat', prompt('support/triage-ticket'));
    at('Product Manager', 'prompt with a proposal', prompt('support/refund-answer'));
    at('Product Manager', 'archived prompt', prompt('product/competitor-watch'));
    at('Platform Admin', 'prompt, metadata', prompt('data/weekly-report'), { title_of: 'prompt' });
    at('Individual Developer', 'prompt of someone else', prompt('data/weekly-report'), { title_of: 'prompt' });
    at('Product Manager', 'versions', prompt('data/weekly-report', '/versions'));
    at('Platform Admin', 'versions, metadata', prompt('data/weekly-report', '/versions'), { title_of: 'versions' });
    at('Product Manager', 'version', prompt('data/weekly-report', '/versions/2'));
    at('Product Manager', 'newest version of a chat', prompt('support/triage-ticket', '/versions/2'));
    at('Product Manager', 'difference', prompt('data/weekly-report', '/diff?from=1&to=5'));
    at('Product Manager', 'difference backwards', prompt('data/weekly-report', '/diff?from=5&to=2'));
    at('Product Manager', 'no difference', prompt('data/weekly-report', '/diff?from=2&to=2'));
    at('Product Manager', 'difference of a chat', prompt('support/triage-ticket', '/diff?from=1&to=2'));
    at('Product Manager', 'no such version', prompt('data/weekly-report', '/versions/99'),
        { status: 404, title_of: 'nothing here' });
}

function labels(at, { prompt }) {
    at('Product Manager', 'releases', prompt('support/refund-answer', '/releases'));
    at('DevOps Engineer', 'releases, to move', prompt('support/refund-answer', '/releases'), { title_of: 'releases' });
    at('Customer Admin', 'releases, with all buttons', prompt('support/refund-answer', '/releases'), { title_of: 'releases' });
    at('Individual Developer', 'releases, to propose', prompt('support/refund-answer', '/releases'), { title_of: 'releases' });
    at('Product Manager', 'releases on a day', prompt('data/weekly-report', '/releases?label=production&on=2026-10-01'));
    at('Product Manager', 'releases on no day', prompt('data/weekly-report', '/releases?label=production&on=then'),
        { status: 422, title_of: 'releases on a day' });
    at('DevOps Engineer', 'releases, refused', prompt('support/refund-answer', '/releases'),
        { title_of: 'releases', then: sending({ 'New label': 'No Label' }, 'Continue', 422) });
    at('DevOps Engineer', 'release', prompt('support/refund-answer', '/releases/change?to_version=1'));
    at('Product Manager', 'propose a release', prompt('support/refund-answer', '/releases/change?to_version=1'));
    const open_review = (page) => page.press(/proposes v\d+ for production/, { role: 'link', exact: false });
    at('DevOps Engineer', 'review', prompt('support/refund-answer'), { then: open_review });
    at('Individual Developer', 'review, to look at', prompt('support/refund-answer'), { title_of: 'review', then: open_review });
    at('DevOps Engineer', 'review, refused', prompt('support/refund-answer'), { title_of: 'review',
        then: async (page) => {
            await open_review(page);
            await sending({}, 'Reject', 422)(page);
        } });
    at('DevOps Engineer', 'first release', prompt('data/weekly-report', '/releases/change?other=canary'));
    at('Product Manager', 'preview', prompt('data/weekly-report', '/preview'));
    at('Product Manager', 'preview, the result', prompt('data/weekly-report', '/preview'),
        { title_of: 'preview', then: sending({ customer: 'Acme' }, 'Preview', 200) });
    at('Product Manager', 'tests', prompt('data/weekly-report', '/tests'));
    at('Product Manager', 'run tests', prompt('data/weekly-report', '/tests/new'));
    at('Product Manager', 'import results', prompt('data/weekly-report', '/tests/import'));
    at('Product Manager', 'preview a chat', prompt('support/triage-ticket', '/preview'));
}

async function say(page, text) {
    await page.getByLabel('Add a comment').fill(text);
    await page.press('Comment');
}

function talk(at, { prompt }) {
    at('Product Manager', 'activity', prompt('data/weekly-report', '/activity'));
    at('Platform Admin', 'activity, metadata', prompt('data/weekly-report', '/activity'), { title_of: 'activity' });
    at('Individual Developer', 'comments', prompt('shared/house-style', '/activity'), { title_of: 'activity of another',
        then: async (page) => {
            await say(page, 'Is this still how we write?\n\n\u05e9\u05dc\u05d5\u05dd, @Lena Hartmann');
            await say(page, 'x'.repeat(2000));
        } });
    at('Individual Developer', 'edit comment', prompt('data/weekly-report', '/versions/2'), { then: async (page) => {
        await say(page, 'The second.');
        await page.follow('Edit this comment');
    } });
    at('Individual Developer', 'delete comment', prompt('data/weekly-report', '/versions/2'),
        { then: (page) => page.follow('Delete this comment') });
    at('Product Manager', 'comment, refused', prompt('data/weekly-report', '/activity'),
        { then: sending({ 'Add a comment': '' }, 'Comment', 422) });
    at('Product Manager', 'news', '/inbox/news');
    at('DevOps Engineer', 'no news', '/inbox/news', { title_of: 'news' });
}

function ends(at, { prompt }) {
    at('DevOps Engineer', 'stop a prompt', prompt('support/refund-answer', '/stop'));
    at('DevOps Engineer', 'stop a prompt, refused', prompt('support/refund-answer', '/stop'),
        { title_of: 'stop a prompt', then: sending({}, 'Stop', 422) });
    at('Individual Developer', 'stops of a prompt', prompt('support/refund-answer', '/stop'), { title_of: 'stop a prompt' });
    at('Customer Admin', 'release rule', prompt('support/refund-answer', '/releases/rule'));
    at('Customer Admin', 'release rule, refused', prompt('support/refund-answer', '/releases/rule'),
        { title_of: 'release rule', then: sending({ 'Pass rate in percent, at least': 'x' }, 'Save rule', 422) });
    at('superuser', 'delete', prompt('data/chart-caption', '/delete'));
    at('superuser', 'delete, refused', prompt('data/chart-caption', '/delete'),
        { title_of: 'delete', then: sending({ Name: 'no' }, 'Delete permanently', 422) });
    at('superuser', 'delete what is used', prompt('shared/house-style', '/delete'));
    at('superuser', 'transfer', prompt('data/weekly-report', '/transfer'));
    at('superuser', 'transfer, refused', prompt('data/weekly-report', '/transfer'),
        { title_of: 'transfer', then: sending({}, 'Transfer prompt', 422) });
    at('superuser', 'offered again', prompt('data/weekly-report'), { then: with_old_token('Archive') });
}

function administration(at, { event }) {
    at('superuser', 'audit log', '/audit');
    at('Individual Developer', 'audit log, own', '/audit', { title_of: 'audit log' });
    at('superuser', 'no events', '/audit?from=2001-01-01&until=2001-01-02', { title_of: 'audit log' });
    at('superuser', 'audit log, refused', '/audit?from=nonsense', { status: 422, title_of: 'audit log' });
    at('superuser', 'event', event('session.'));
    at('superuser', 'event with changes', event('prompt.'));
    at('Customer Admin', 'organization', '/settings/organization');
    at('Customer Admin', 'release rules', '/settings/labels');
    at('Customer Admin', 'security', '/settings/security');
    at('Customer Admin', 'keys', '/settings/keys');
    at('Customer Admin', 'organization, refused', '/settings/organization',
        { title_of: 'organization', then: sending({ Name: '' }, 'Save organization', 422) });
}

/** All of them. title_of is the kind of page: kinds have titles of their own. */
export function places_of(suite) {
    const places = new Places(suite);
    const at = places.at.bind(places);
    const records = {
        prompt: places.record('/prompts'), agent: places.record('/agents'), team: places.record('/teams'),
        set: places.record('/sets'),
        user: places.user.bind(places), event: places.event.bind(places),
    };
    for (const part of [doors, starts, account, users, lists, editors, versions, labels, talk, ends, administration,
        ...access, ...agents, ...teams, ...sets, ...bundle_pages])
        part(at, records);
    return places.list;
}
