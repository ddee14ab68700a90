{{%AUTOESCAPE context="HTML"}}
{{! The register of AI systems. TAB (TAB_TEXT TAB_COUNT TAB_URL IS_CURRENT); KIND_OPTION RISK_OPTION PROVIDER_OPTION OWNER_OPTION SORT_OPTION (VALUE TEXT SELECTED), MODEL_OFFER, MODEL, OVERDUE_CHECKED, INCOMPLETE_CHECKED; OF_MODEL (MODEL_NAME); TABLE: ROW as register_row.h says; EMPTY, IS_FILTERED; PRINT_URL, CSV_URL; MORE_PAGES (FIRST NEXT). }}
<div class="page-head">
<div><div class="headline"><h1>Register</h1><span class="total">{{TOTAL}} AI systems</span></div><p class="lead">What your agents and teams are for, whom they affect and who oversees them.</p></div>
<div class="actions"><a class="btn quiet" href="/register/duties">Duties and their dates</a><a class="btn" href="{{PRINT_URL}}">Printable form</a><a class="btn" href="{{CSV_URL}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>CSV</a></div>
</div>
<nav class="tabs" aria-label="Views">{{#TAB}}<a href="{{TAB_URL}}"{{#IS_CURRENT}} aria-current="page"{{/IS_CURRENT}}>{{TAB_TEXT}}<small>{{TAB_COUNT}}</small></a>{{/TAB}}</nav>
<form class="filters many" method="get" action="/register" role="search">
{{>ERROR_SUMMARY}}
<div><label for="kind">Kind</label><select id="kind" name="kind"><option value="">Any</option>{{#KIND_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/KIND_OPTION}}</select></div>
<div><label for="model">Model</label><input id="model" name="model" value="{{MODEL}}" list="models" maxlength="200" spellcheck="false" autocomplete="off" placeholder="Any"><datalist id="models">{{#MODEL_OFFER}}<option value="{{VALUE}}"></option>{{/MODEL_OFFER}}</datalist></div>
<div><label for="provider">Provider</label><select id="provider" name="provider"><option value="">Any</option>{{#PROVIDER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PROVIDER_OPTION}}</select></div>
<div><label for="risk">Risk class</label><select id="risk" name="risk"><option value="">Any</option>{{#RISK_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/RISK_OPTION}}</select></div>
<div><label for="owner">Owner</label><select id="owner" name="owner"><option value="">Anyone</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select></div>
<div><label for="sort">Sort by</label><select id="sort" name="sort">{{#SORT_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/SORT_OPTION}}</select></div>
<label class="check-row"><input type="checkbox" name="overdue" value="1"{{#OVERDUE_CHECKED}} checked{{/OVERDUE_CHECKED}}> Overdue</label>
<label class="check-row"><input type="checkbox" name="incomplete" value="1"{{#INCOMPLETE_CHECKED}} checked{{/INCOMPLETE_CHECKED}}> Incomplete</label>
<button class="btn">Apply</button>
</form>
{{#IS_FILTERED}}<div class="active-filters"><a href="/register">Clear all filters</a></div>{{/IS_FILTERED}}
{{#OF_MODEL}}<p class="muted">What uses {{MODEL_NAME}} in its current version or in one with a label, also through the members of teams.</p>{{/OF_MODEL}}
{{#TABLE}}<table class="list register"><caption class="sr">AI systems</caption>
<thead><tr><th scope="col" class="name">Name</th>{{#USES_HEAD}}<th scope="col" class="uses">Uses it</th>{{/USES_HEAD}}<th scope="col" class="models">Model</th><th scope="col" class="risk">Risk class</th><th scope="col">Human oversight</th><th scope="col">Next review</th><th scope="col" class="short">Production</th><th scope="col" class="owner">Owner</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{ICON}}"></use></svg><a href="{{URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a><span class="sr"> {{KIND}}</span></div></td>{{#USES_CELL}}<td data-label="Uses it">{{USES}}</td>{{/USES_CELL}}<td data-label="Model">{{MODELS}}</td><td data-label="Risk class"><div class="chips"><span class="chip state{{RISK_CLASS}}">{{RISK}}</span>{{#MISSING}}<span class="chip" title="Missing: {{WHAT}}">Incomplete</span>{{/MISSING}}</div></td><td data-label="Human oversight">{{#HAS_OVERSIGHT}}<bdi>{{OVERSIGHT}}</bdi>{{#IS_GONE}} <span class="chip state off">Inactive</span>{{/IS_GONE}}{{/HAS_OVERSIGHT}}{{#NO_OVERSIGHT}}<span class="muted">Nobody</span>{{/NO_OVERSIGHT}}</td><td class="when" data-label="Next review">{{#HAS_REVIEW}}<time datetime="{{REVIEW}}">{{REVIEW}}</time>{{#IS_OVERDUE}} <span class="chip state bad">Overdue</span>{{/IS_OVERDUE}}{{#IS_SOON}} <span class="chip state wait">Due soon</span>{{/IS_SOON}}{{/HAS_REVIEW}}{{#NO_REVIEW}}<span class="muted">No date</span>{{/NO_REVIEW}}</td><td data-label="Production">{{#IS_LIVE}}v{{LIVE_VERSION}}{{/IS_LIVE}}{{#NOT_LIVE}}<span class="muted">No</span>{{/NOT_LIVE}}</td><td class="owner" data-label="Owner"><bdi>{{OWNER}}</bdi></td></tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#agent"></use></svg><h2>No AI system here</h2><p>{{#OF_MODEL}}Nothing uses {{MODEL_NAME}}: it can be withdrawn.{{/OF_MODEL}} Every agent and team that is not archived is in the register.</p>{{#IS_FILTERED}}<div class="actions"><a class="btn" href="/register">Clear filters</a></div>{{/IS_FILTERED}}</section>{{/EMPTY}}
{{#MORE_PAGES}}<nav class="pager" aria-label="Pages">{{#FIRST}}<a class="btn small" href="{{URL}}">First page</a>{{/FIRST}}{{#NEXT}}<a class="btn small" rel="next" href="{{URL}}">Next<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/NEXT}}</nav>{{/MORE_PAGES}}
