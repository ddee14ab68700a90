{{%AUTOESCAPE context="HTML"}}
{{! The keyboard shortcuts, on the page /help, from where the layout's dialog takes them. What may not be seen is not listed: NAV_… as in shell/layout.tpl. }}
<dl class="facts keys">
<dt><kbd>/</kbd></dt><dd>Search everything</dd>
<dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Go to a page, create, act on this record</dd>
<dt><kbd>f</kbd></dt><dd>Filter this list</dd>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>Next and previous row; <kbd>Enter</kbd> opens it, <kbd>x</kbd> selects it</dd>
<dt><kbd>n</kbd> <kbd>b</kbd></dt><dd>Next page and the page before</dd>
<dt><kbd>c</kbd></dt><dd>Create: the new record of this list, or anything</dd>
<dt><kbd>e</kbd></dt><dd>Edit this record</dd>
<dt><kbd>Ctrl</kbd> <kbd>Enter</kbd></dt><dd>Save the form; in an editor also <kbd>Ctrl</kbd> <kbd>S</kbd></dd>
<dt><kbd>g</kbd> <kbd>i</kbd></dt><dd>Inbox</dd>
<dt><kbd>g</kbd> <kbd>h</kbd></dt><dd>Home</dd>
{{#NAV_INBOX}}<dt><kbd>g</kbd> <kbd>i</kbd></dt><dd>Inbox</dd>{{/NAV_INBOX}}
{{#NAV_PROMPTS}}<dt><kbd>g</kbd> <kbd>p</kbd></dt><dd>Prompts</dd>{{/NAV_PROMPTS}}
{{#NAV_AGENTS}}<dt><kbd>g</kbd> <kbd>a</kbd></dt><dd>Agents</dd>{{/NAV_AGENTS}}
{{#NAV_TEAMS}}<dt><kbd>g</kbd> <kbd>t</kbd></dt><dd>Teams</dd>{{/NAV_TEAMS}}
{{#NAV_SETS}}<dt><kbd>g</kbd> <kbd>s</kbd></dt><dd>Test sets</dd>{{/NAV_SETS}}
{{#NAV_USERS}}<dt><kbd>g</kbd> <kbd>u</kbd></dt><dd>People</dd>{{/NAV_USERS}}
{{#NAV_AUDIT}}<dt><kbd>g</kbd> <kbd>l</kbd></dt><dd>Audit log</dd>{{/NAV_AUDIT}}
<dt><kbd>?</kbd></dt><dd>This help</dd>
</dl>
