// Pages of test sets, and the tab of what they are for.

import { send, sending, with_revision } from './places_form.mjs';

function lists(at) {
    at('Product Manager', 'test sets', '/sets');
    at('Platform Admin', 'test sets, metadata', '/sets?filters=1', { title_of: 'test sets' });
    at('Product Manager', 'test sets, filtered', '/sets?filters=1&q=e&subject=prompt&state=all&sort=name',
        { title_of: 'test sets' });
    at('Product Manager', 'no test sets', '/sets?q=nothing-is-called-so', { title_of: 'test sets' });
}

function shows(at, { set, prompt, agent }) {
    at('Product Manager', 'test set', set('support/refund-cases'));
    at('Platform Admin', 'test set, metadata', set('support/refund-cases'), { title_of: 'test set' });
    at('Product Manager', 'versions of a test set', set('support/refund-cases', '/versions'));
    at('Product Manager', 'version of a test set', set('support/refund-cases', '/versions/1'));
    at('Product Manager', 'changes of a test set', set('support/refund-cases', '/diff?from=1&to=2'));
    at('Product Manager', 'releases of a test set', set('support/refund-cases', '/releases'));
    at('Product Manager', 'tests of a prompt', prompt('support/refund-answer', '/tests'));
    at('Product Manager', 'tests of an agent', agent('Ticket triage', '/tests'));
    at('Product Manager', 'runs of a test set', set('support/refund-cases', '/tests'));
    at('Product Manager', 'run tests of an agent', agent('Ticket triage', '/tests/new'));
    at('Product Manager', 'import results of an agent', agent('Ticket triage', '/tests/import'));
    at('Product Manager', 'preview an agent', agent('Ticket triage', '/preview'));
    at('Product Manager', 'data class of a prompt', prompt('support/refund-answer', '/data-class'));
    at('Product Manager', 'data class of an agent', agent('Ticket triage', '/data-class'));
    at('Customer Admin', 'rule of a label', prompt('support/refund-answer', '/releases/rule?label=production'),
        { title_of: 'release rule' });
    at('Product Manager', 'files of a test set', set('support/refund-cases', '/exports'));
    at('Product Manager', 'import cases', set('support/refund-cases', '/import'));
}

function editors(at, { set }) {
    at('Product Manager', 'new test set', '/sets/new');
    at('Product Manager', 'new test set, refused', '/sets/new',
        { title_of: 'new test set', then: sending({ Name: '', 'Prompt or agent': 'nobody' }, 'Create test set', 422) });
    at('Product Manager', 'edit test set', set('support/refund-cases', '/edit'));
    at('Product Manager', 'edit test set, a case', set('support/refund-cases', '/edit?case=angry'), { title_of: 'edit test set' });
    at('Product Manager', 'edit test set, JSON', set('support/refund-cases', '/edit'), { title_of: 'edit test set',
        then: (page) => send(page, 'JSON', 200) });
    at('Product Manager', 'edit test set, refused', set('support/refund-cases', '/edit?case=angry'), { title_of: 'edit test set',
        then: sending({ 'Variable 1': '1st' }, 'Save test set', 422) });
    at('Product Manager', 'edit test set, stale', set('support/refund-cases', '/edit?case=angry'), { title_of: 'edit test set',
        then: async (page) => {
            await with_revision(page, 1);
            await sending({ 'Expected answer': 'Mine.' }, 'Save test set', 409)(page);
        } });
}

function ends(at, { set }) {
    at('DevOps Engineer', 'stop a test set', set('support/refund-cases', '/stop'));
    at('superuser', 'delete a test set', set('support/triage-cases', '/delete'));
    at('superuser', 'transfer a test set', set('support/triage-cases', '/transfer'));
}

export const sets = [lists, shows, editors, ends];
