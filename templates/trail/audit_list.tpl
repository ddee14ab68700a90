{{%AUTOESCAPE context="HTML"}}
{{! The audit log. ZONE; PERSON, ACTION_OPTION (VALUE TEXT SELECTED), FROM, UNTIL, PRESET (PRESET_URL PRESET_TEXT IS_CURRENT), OUTSIDE (OUTSIDE_URL IS_ON), ABOUT (ABOUT_ID ABOUT_NAME ABOUT_URL): the record chosen; TABLE, EVENT as audit_view.h says; EMPTY, IS_FILTERED, IS_OWN_ONLY, MAY_EXPORT (EXPORT_URL). }}
<div class="page-head">
<div>
<h1>Audit log</h1>
<p class="lead">{{#IS_OWN_ONLY}}What you did, newest first. Your persona shows your own actions.{{/IS_OWN_ONLY}}{{#TABLE}} Events can't be changed or removed.{{/TABLE}} Days and times are in <a href="/account">{{ZONE}}</a>.</p>
</div>
{{#MAY_EXPORT}}<div class="actions"><a class="btn" href="{{EXPORT_URL}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a></div>{{/MAY_EXPORT}}
</div>
<nav class="tabs" aria-label="Saved filters">{{#VIEW}}<a href="{{VIEW_URL}}"{{#VIEW_CURRENT}} aria-current="page"{{/VIEW_CURRENT}} dir="auto">{{VIEW_NAME}}</a>{{/VIEW}}</nav>
<form class="filters" method="get" action="/audit" role="search">
{{>ERROR_SUMMARY}}
<div><label for="actor">Person</label><select id="actor" name="actor"><option value="">Anyone</option>{{#PERSON}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSON}}</select></div>
<div><label for="action">Action</label><select id="action" name="action">{{#ACTION_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/ACTION_OPTION}}</select></div>
<div><label for="from">From</label><input id="from" name="from" type="date" value="{{FROM}}"></div>
<div><label for="until">Until</label><input id="until" name="until" type="date" value="{{UNTIL}}"></div>
{{#ABOUT}}<input type="hidden" name="record" value="{{ABOUT_ID}}">{{/ABOUT}}{{#OUTSIDE}}{{#IS_ON}}<input type="hidden" name="outside" value="1">{{/IS_ON}}{{/OUTSIDE}}
<button class="btn">Apply</button>
</form>
<nav class="folders" aria-label="Presets">{{#PRESET}}<a href="{{PRESET_URL}}"{{#IS_CURRENT}} aria-current="true"{{/IS_CURRENT}}>{{PRESET_TEXT}}</a>{{/PRESET}}{{#OUTSIDE}}<a href="{{OUTSIDE_URL}}"{{#IS_ON}} aria-current="true"{{/IS_ON}}>By platform administrators</a>{{/OUTSIDE}}{{#ABOUT}}<span class="chip" id="record">About <bdi>{{ABOUT_NAME}}</bdi> <a href="{{ABOUT_URL}}"><span class="sr">Show all records</span><span aria-hidden="true">×</span></a></span>{{/ABOUT}}</nav>
{{#IS_FILTERED}}<div class="active-filters"><a href="/audit">Clear all filters</a></div>{{/IS_FILTERED}}
{{#MAY_SAVE}}<details class="raw keep-filter"><summary>Save this filter</summary><form class="filters" method="post" action="/audit/views"><input type="hidden" name="csrf" value="{{CSRF}}">{{#KEPT}}<input type="hidden" name="{{KEPT_NAME}}" value="{{KEPT_VALUE}}">{{/KEPT}}<div><label for="view-name">Name</label><input id="view-name" name="name" required maxlength="60"></div><button class="btn">Save filter</button></form></details>{{/MAY_SAVE}}
{{#CURRENT}}<details class="raw keep-filter"><summary>Rename or delete this filter</summary><form class="filters" method="post" action="/audit/views/{{CURRENT_ID}}/rename"><input type="hidden" name="csrf" value="{{CSRF}}"><div><label for="view-name">Name</label><input id="view-name" name="name" value="{{CURRENT_NAME}}" required maxlength="60"></div><button class="btn">Rename filter</button></form><form class="inline" method="post" action="/audit/views/{{CURRENT_ID}}/delete"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Delete filter</button></form></details>{{/CURRENT}}
{{#TABLE}}<table class="list wide events"><caption class="sr">Events, newest first</caption>
<thead><tr><th scope="col">Event</th><th scope="col" class="action">Action</th><th scope="col">Person</th><th scope="col">When</th><th scope="col" class="num">No.</th></tr></thead>
<tbody>
{{#EVENT}}<tr><td class="primary"><div class="title"><a href="{{EVENT_URL}}">{{WHAT}}</a>{{#RECORD_LINK}} {{ON}} <a href="{{RECORD_URL}}" dir="auto">{{RECORD}}</a>{{/RECORD_LINK}}{{#RECORD_PLAIN}} {{ON}} <span class="muted">{{RECORD}}</span>{{/RECORD_PLAIN}}{{#DIFF}} · <a href="{{DIFF_URL}}">Compare</a>{{/DIFF}}{{#WIDER}}<span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span>{{/WIDER}}{{#IS_FAILURE}}<span class="chip state bad">Failed</span>{{/IS_FAILURE}}{{#IS_REFUSAL}}<span class="chip state bad">Refused</span>{{/IS_REFUSAL}}{{#TIMES}}<span class="chip">{{COUNT}} times in a minute</span>{{/TIMES}}{{#IS_OUTSIDE}}<span class="chip state wait">From outside</span>{{/IS_OUTSIDE}}</div></td><td class="action"><code>{{ACTION}}</code></td><td>{{ACTOR}}</td><td class="when">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</td><td class="num">{{#NUMBER}}{{SEQ}}{{/NUMBER}}</td></tr>
{{/EVENT}}
</tbody></table>{{/TABLE}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#audit"></use></svg>
<h2>No event here</h2><p>Every change, sign-in and refusal leaves an event that no one can change.</p>
{{#IS_FILTERED}}<div class="actions"><a class="btn" href="/audit">Clear filters</a></div>{{/IS_FILTERED}}</section>{{/EMPTY}}
{{>PAGER_LINKS}}
{{>TREE_STATE}}
