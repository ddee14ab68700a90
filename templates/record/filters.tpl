{{%AUTOESCAPE context="HTML"}}
{{! Above the rows of a list: saved views, search, filters, the chips of those in force; filled by record_panel_show(). }}
<div class="list-head">
<nav class="tabs" aria-label="Views">{{#VIEW}}<a href="{{VIEW_URL}}"{{#VIEW_CURRENT}} aria-current="page"{{/VIEW_CURRENT}}>{{VIEW_NAME}}{{#VIEW_COUNTED}}<small>{{VIEW_COUNT}}</small>{{/VIEW_COUNTED}}</a>{{/VIEW}}</nav>
<div class="finder">
<form class="filters" method="get" action="{{LIST_URL}}" role="search">
{{#HIDDEN}}<input type="hidden" name="{{HIDDEN_NAME}}" value="{{HIDDEN_VALUE}}">{{/HIDDEN}}
<div class="search"><label for="q" class="sr">Search {{NOUNS}}</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="q" name="q" type="search" placeholder="{{PLACEHOLDER}}" value="{{Q}}" dir="auto"><kbd aria-hidden="true" hidden>f</kbd></div>
{{#PANEL_CLOSED}}<button class="btn">Search</button>{{/PANEL_CLOSED}}
{{#PANEL}}
{{#FILTER}}<div><label for="{{FIELD}}">{{FIELD_LABEL}}</label>{{#LINE}}<input id="{{FIELD}}" name="{{FIELD}}" maxlength="200" value="{{VALUE}}">{{/LINE}}{{#CHOICE}}<select id="{{FIELD}}" name="{{FIELD}}">{{#OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OPTION}}</select>{{/CHOICE}}</div>
{{/FILTER}}
<button class="btn primary">Apply</button>
<a class="btn quiet" href="{{FILTERS_URL}}">Close filters</a>
{{/PANEL}}
</form>
{{#PANEL_CLOSED}}<details class="pop"><summary class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Filter</summary><div class="pop-box">{{#OFFERS}}<p class="pop-title">{{OFFERS_TITLE}}</p><ul class="pop-list">{{#OFFER}}<li><a href="{{OFFER_URL}}">{{OFFER_WORDS}}{{#OFFER_COUNT}} <small>{{OFFER_NUMBER}}</small>{{/OFFER_COUNT}}</a></li>{{/OFFER}}</ul>{{/OFFERS}}<a class="btn small" href="{{FILTERS_URL}}">All filters</a></div></details>{{/PANEL_CLOSED}}
</div>
</div>
{{#CHIPS}}<div class="active-filters"><span>Filtered by</span>{{#CHIP}}<a class="chip" href="{{WITHOUT_URL}}">{{CHIP_TEXT}}<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#close"></use></svg><span class="sr">, remove</span></a>{{/CHIP}}<a href="{{LIST_URL}}">Clear all</a></div>{{/CHIPS}}
