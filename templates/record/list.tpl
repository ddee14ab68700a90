{{%AUTOESCAPE context="HTML"}}
{{! The list of records of any kind. Rows are kept short: 25 of them are most of the page. }}
<div class="page-head">
<div class="headline"><h1>{{LIST_TITLE}}</h1>{{#TOTAL}}<span class="total">{{LIST_TOTAL}}</span>{{/TOTAL}}</div>
<div class="actions">{{#MAY_IMPORT}}<a class="btn" href="{{IMPORT_URL}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#upload"></use></svg>Import</a>{{/MAY_IMPORT}}{{#MAY_CREATE}}<a class="btn primary" href="{{LIST_URL}}/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>New {{NOUN}}</a>{{/MAY_CREATE}}</div>
</div>
{{#PROBLEM}}<div class="callout warning"><div>{{MESSAGE}}</div></div>{{/PROBLEM}}
{{>SEARCH}}
<div class="with-folders">
{{>FOLDERS}}
<div>
{{#TABLE}}
<form class="bulk-form" method="post" action="{{LIST_URL}}/bulk">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="return" value="{{RETURN_URL}}">
<table class="list records"><caption class="sr">{{LIST_TITLE}}, {{#BY_UPDATED}}last changed first{{/BY_UPDATED}}{{#BY_CREATED}}newest first{{/BY_CREATED}}{{#BY_NAME}}by name{{/BY_NAME}}</caption>
<thead><tr>{{#MAY_SELECT}}<th scope="col" class="check"><span class="sr">Select</span><label><input type="checkbox" data-all hidden aria-label="Select all on this page"></label></th>{{/MAY_SELECT}}<th scope="col"{{#NAME_COLUMN}}{{#SORTED}} aria-sort="ascending"{{/SORTED}}><a href="{{SORT_URL}}">{{NOUN_TITLE}}</a>{{/NAME_COLUMN}}</th><th scope="col" class="labels">Labels</th><th scope="col" class="facet">{{FACET_TITLE}}</th>{{#LINK_COLUMN}}<th scope="col" class="uses">{{LINK_TITLE}}</th>{{/LINK_COLUMN}}{{#USES_COLUMN}}<th scope="col" class="uses">Used by</th>{{/USES_COLUMN}}<th scope="col" class="owner">Owner</th><th scope="col" class="when"{{#TIME_COLUMN}}{{#SORTED}} aria-sort="descending"{{/SORTED}}><a href="{{SORT_URL}}">{{#BY_CREATED}}Created{{/BY_CREATED}}{{#BY_UPDATED}}Updated{{/BY_UPDATED}}{{#BY_NAME}}Updated{{/BY_NAME}}</a>{{/TIME_COLUMN}}</th></tr></thead>
<tbody>
{{>ROW}}
</tbody></table>
{{#MAY_SELECT}}<div class="bulk" role="group" aria-label="Selected {{NOUNS}}"><span data-count>Selected {{NOUNS}}</span><label class="sr" for="bulk-tag">Tag</label><input id="bulk-tag" name="tag" maxlength="50" placeholder="Tag"><button class="btn small" name="do" value="tag"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#tag"></use></svg>Add tag</button><button class="btn small" name="do" value="untag">Remove tag</button><button class="btn small" name="do" value="archive"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></div>{{/MAY_SELECT}}
</form>
{{/TABLE}}
{{>EMPTY}}
{{#NOTHING_FOUND}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No {{NOUN}} matches</h2><p>Try fewer filters, or other words. Archived {{NOUNS}} are only shown when you ask for them.</p><div class="actions"><a class="btn" href="{{LIST_URL}}">Clear filters</a></div></section>{{/NOTHING_FOUND}}
{{#UNFINISHED}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No results yet</h2><p>The search is not finished. Older continues it; filters make it quicker.</p></section>{{/UNFINISHED}}
{{>PAGER_LINKS}}
</div>
</div>
