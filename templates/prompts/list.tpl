{{%AUTOESCAPE context="HTML"}}
{{! The list of prompts. Rows are kept short: 25 of them are most of the page. }}
<div class="page-head">
<h1>Prompts</h1>
<div class="actions">{{#MAY_CREATE}}<a class="btn primary" href="/prompts/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>New prompt</a>{{/MAY_CREATE}}</div>
</div>
{{#PROBLEM}}<div class="callout warning"><div>{{MESSAGE}}</div></div>{{/PROBLEM}}
<form class="filters" method="get" action="/prompts" role="search">
{{#HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/HIDDEN}}
<div class="search"><label for="q" class="sr">Search prompts</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="q" name="q" type="search" maxlength="200" placeholder="Search name, description or tag" value="{{Q}}"><kbd aria-hidden="true" hidden>/</kbd></div>
{{#PANEL_CLOSED}}<button class="btn">Search</button>
<a class="btn" href="{{FILTERS_URL}}">Filters</a>{{/PANEL_CLOSED}}
{{#PANEL}}
<div><label for="owner">Owner</label><select id="owner" name="owner"><option value="">Anybody</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select></div>
<div><label for="tag">Tag</label><input id="tag" name="tag" maxlength="200" value="{{TAG_VALUE}}"></div>
<div><label for="label">Label</label><input id="label" name="label" maxlength="200" value="{{LABEL_VALUE}}"></div>
<div><label for="type">Type</label><select id="type" name="type">{{#TYPE_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/TYPE_OPTION}}</select></div>
<div><label for="state">State</label><select id="state" name="state">{{#STATE_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/STATE_OPTION}}</select></div>
<div><label for="sort">Order</label><select id="sort" name="sort">{{#SORT_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/SORT_OPTION}}</select></div>
{{#ORGANIZATIONS}}<div><label for="organization">Organization</label><select id="organization" name="organization"><option value="">My own</option>{{#ORGANIZATION_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/ORGANIZATION_OPTION}}</select></div>{{/ORGANIZATIONS}}
{{#MAY_SEARCH_BODIES}}<label class="check-row"><input type="checkbox" name="in" value="bodies"{{#IN_BODIES}} checked{{/IN_BODIES}}> Also search inside bodies</label>{{/MAY_SEARCH_BODIES}}
<button class="btn primary">Apply</button>
<a class="btn quiet" href="{{FILTERS_URL}}">Close filters</a>
{{/PANEL}}
</form>
{{#CHIPS}}<div class="active-filters"><span>Filtered by</span>{{#CHIP}}<a class="chip" href="{{WITHOUT_URL}}">{{CHIP_TEXT}}<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#close"></use></svg><span class="sr">, remove</span></a>{{/CHIP}}<a href="{{CLEAR_URL}}">Clear all</a></div>{{/CHIPS}}
{{#FOLDERS}}<nav class="folders" aria-label="Folders">{{#FOLDER_TOP}}<a href="{{FOLDER_URL}}">All</a><span aria-hidden="true">/</span>{{/FOLDER_TOP}}{{#FOLDER_UP}}<a href="{{FOLDER_URL}}">{{FOLDER_NAME}}</a><span aria-hidden="true">/</span>{{/FOLDER_UP}}{{#FOLDER_HERE}}<a href="{{FOLDER_URL}}" aria-current="true">{{FOLDER_NAME}}</a>{{/FOLDER_HERE}}{{#FOLDER_BELOW}}<a href="{{FOLDER_URL}}">{{FOLDER_NAME}} <small>{{FOLDER_COUNT}}</small></a>{{/FOLDER_BELOW}}{{#MORE_FOLDERS}}<span>and more</span>{{/MORE_FOLDERS}}</nav>{{/FOLDERS}}
{{#TABLE}}
<form class="bulk-form" method="post" action="/prompts/bulk">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="return" value="{{RETURN_URL}}">
<table class="list"><caption class="sr">Prompts, {{#BY_UPDATED}}last changed first{{/BY_UPDATED}}{{#BY_CREATED}}newest first{{/BY_CREATED}}{{#BY_NAME}}by name{{/BY_NAME}}</caption>
<thead><tr>{{#MAY_SELECT}}<td class="check"><label><input type="checkbox" data-all hidden aria-label="Select all on this page"></label></td>{{/MAY_SELECT}}<th scope="col"{{#NAME_COLUMN}}{{#SORTED}} aria-sort="ascending"{{/SORTED}}><a href="{{SORT_URL}}">Prompt</a>{{/NAME_COLUMN}}</th><th scope="col">Labels</th><th scope="col">Owner</th><th scope="col"{{#TIME_COLUMN}}{{#SORTED}} aria-sort="descending"{{/SORTED}}><a href="{{SORT_URL}}">{{#BY_CREATED}}Created{{/BY_CREATED}}{{#BY_UPDATED}}Updated{{/BY_UPDATED}}{{#BY_NAME}}Updated{{/BY_NAME}}</a>{{/TIME_COLUMN}}</th></tr></thead>
<tbody>
{{>ROW}}
</tbody></table>
{{#MAY_SELECT}}<div class="bulk" role="group" aria-label="Selected prompts"><span data-count>Selected prompts</span><label class="sr" for="bulk-tag">Tag</label><input id="bulk-tag" name="tag" maxlength="50" placeholder="Tag"><button class="btn small" name="do" value="tag"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#tag"></use></svg>Add tag</button><button class="btn small" name="do" value="untag">Remove tag</button><button class="btn small" name="do" value="archive"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></div>{{/MAY_SELECT}}
</form>
{{/TABLE}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#prompt"></use></svg><h2>Keep every prompt in one place</h2><p>Prompts are the instructions your AI agents work with. Here each of them has versions, labels that say which one is in production, and a history of who changed what.</p>{{#MAY_CREATE}}<div class="actions"><a class="btn primary" href="/prompts/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Create your first prompt</a></div>{{/MAY_CREATE}}</section>{{/EMPTY}}
{{#NOTHING_FOUND}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No prompt matches</h2><p>Try fewer filters, or other words. Archived prompts are only shown when you ask for them.</p><div class="actions"><a class="btn" href="/prompts">Clear filters</a></div></section>{{/NOTHING_FOUND}}
{{#UNFINISHED}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>Nothing found yet</h2><p>The search took long and paused. Older goes on where it stopped; more filters make it quicker.</p></section>{{/UNFINISHED}}
{{>PAGER_LINKS}}
