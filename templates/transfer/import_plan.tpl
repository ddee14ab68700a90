{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div><p class="crumbs"><a href="/import">Import</a></p><h1>{{SOURCE}}</h1>{{#READY}}<p class="lead">{{#HAS_FORMAT}}Recognized as <strong>{{FORMAT}}</strong>. {{/HAS_FORMAT}}This is what would happen. Nothing is changed yet.</p>{{/READY}}{{#DONE}}<p class="lead">Done: {{COUNT}} imported{{#TOOK}} in {{TOOK}}{{/TOOK}}.</p>{{/DONE}}{{#UNDONE}}<p class="lead">Undone: {{UNDONE_COUNT}}{{#HAS_KEPT}}, {{KEPT_COUNT}} kept{{/HAS_KEPT}}.</p>{{/UNDONE}}</div>
{{#READY}}<div class="actions"><form class="inline" method="post" action="/import/{{ID}}/discard"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Discard</button></form>{{#START}}<form class="inline" method="post" action="/import/{{ID}}/start"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Import {{COUNT}}</button></form>{{/START}}</div>{{/READY}}{{#UNDO}}<div class="actions"><form class="inline" method="post" action="/import/{{ID}}/undo" data-confirm="Undo this import? What someone changed since is kept."><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Undo import</button></form></div>{{/UNDO}}
</div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#RENEWED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Something changed since you looked at the plan, so nothing was imported. This is the new plan.</div></div>{{/RENEWED}}
{{#NOTHING}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>There is nothing to import: everything in the document exists already or was refused.</div></div>{{/NOTHING}}
{{#HAS_REFUSED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{REFUSED}} can't be imported and would be left out. The reason is in each row.</div></div>{{/HAS_REFUSED}}
{{#LEFT_OUT}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Not imported: {{REFUSED}}. The reason is in each row.</div></div>
{{/LEFT_OUT}}{{#HAS_KEPT}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Kept: {{KEPT_COUNT}}, because someone changed or uses them since. The reason is in each row.</div></div>
{{/HAS_KEPT}}<table class="list"><caption class="sr">Totals</caption><thead><tr><th scope="col">Kind</th>{{#OUTCOME}}<th scope="col" class="num">{{TITLE}}</th>{{/OUTCOME}}</tr></thead><tbody>{{#NOUN}}<tr><td class="primary">{{TITLE}}</td>{{#CELL}}<td class="num" data-label="{{LABEL}}">{{N}}</td>{{/CELL}}</tr>{{/NOUN}}</tbody></table>
<nav class="tabs" aria-label="Lines">{{#TAB}}<a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TITLE}} <small>{{N}}</small></a>{{/TAB}}</nav>
<table class="list"><caption class="sr">Records of the document, in its order</caption><thead><tr><th scope="col">Record</th><th scope="col">Kind</th><th scope="col">Result</th><th scope="col">What</th></tr></thead><tbody>
{{#LINE}}<tr><td class="primary"><div class="title">{{#LINK}}<a href="{{URL}}">{{NAME}}</a>{{/LINK}}{{#NO_LINK}}{{NAME}}{{/NO_LINK}}</div></td><td data-label="Kind">{{KIND}}</td><td><span class="chip state nowrap{{TONE}}">{{RESULT}}</span></td><td>{{#HAS_WHAT}}<span>{{WHAT}}</span>{{/HAS_WHAT}}{{#NOTE}}<p class="muted">{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}</p>{{/NOTE}}</td></tr>
{{/LINE}}</tbody></table>
{{#MORE}}<nav class="pager" aria-label="Pages"><a class="btn small" rel="next" href="{{URL}}">More lines<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a></nav>{{/MORE}}
</div>
