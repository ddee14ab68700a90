{{%AUTOESCAPE context="HTML"}}
{{! The tab "Tests" of a prompt and of an agent: its test sets. TEST_RUNS is where runs are listed and started. }}
{{>HEAD}}
<div class="stack">
{{>TEST_RUNS}}
<section aria-labelledby="sets-title"><div class="section-head"><h2 id="sets-title">Test sets</h2>{{#MAY_CREATE_SET}}<div class="actions"><a class="btn" href="{{NEW_SET_URL}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>New test set</a></div>{{/MAY_CREATE_SET}}</div>
{{#SETS}}<table class="list"><caption class="sr">Test sets for this {{NOUN}}</caption><thead><tr><th scope="col">Test set</th><th scope="col">Version</th><th scope="col">Production</th><th scope="col">Updated</th></tr></thead><tbody>
{{#SET}}<tr><td class="primary"><div class="title"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#set"></use></svg><a href="{{SET_URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a></div></td><td data-label="Version"><span class="chip ver">v{{SET_VERSION}}</span></td><td data-label="Production">{{#SET_LIVE}}<span class="chip label production">v{{N}}</span>{{/SET_LIVE}}{{#SET_NOT_LIVE}}<span class="muted">Not released</span>{{/SET_NOT_LIVE}}</td><td class="when" data-label="Updated">{{#SET_UPDATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SET_UPDATED}}</td></tr>
{{/SET}}</tbody></table>{{/SETS}}
{{#NO_SETS}}<p class="muted">No test set is for this {{NOUN}} yet. A test set is a list of cases: what it is asked, and what must be true of its answer.</p>{{/NO_SETS}}
</section>
</div>
