{{%AUTOESCAPE context="HTML"}}
{{! Search over everything: Q, PROBLEM, HINTS, NOTHING, NOTHING_YET, CONTINUED, FROM_START; GROUP with GROUP_TITLE GROUP_PLURAL GROUP_ICON LIST_URL HAS_MORE and HIT: URL NAME NAME_PLAIN, IN_NAME IN_MARK IN_TEXT with BEFORE MATCH AFTER, INSIDE ARCHIVED STOPPED OF_VERSION; REST with LOOKED_AT TOTAL PLURAL CONTENT CONTINUE_URL; PLACES with PLACES_TITLE and PLACE: URL TEXT WORDS ICON. The command palette takes its lists from here: data-places, data-hits. }}
<div class="page-head"><div><h1>Search</h1></div></div>
<form class="filters" method="get" action="/search" role="search">
<div class="search"><label for="search">Everything you may see</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="search" name="q" type="search" value="{{Q}}" maxlength="500" placeholder="A name, a tag, words of a prompt or config" autocomplete="off" data-search{{#HINTS}} autofocus{{/HINTS}}></div>
<button class="btn">Search</button>
</form>
{{#PROBLEM}}<div class="callout warning" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{MESSAGE}}</div></div>{{/PROBLEM}}
{{#CONTINUED}}<p class="muted">Further results for “{{Q}}”. <a href="{{START_URL}}">From the beginning</a></p>{{/CONTINUED}}
{{#HINTS}}<div class="stack"><p>Finds prompts, agents, teams and test sets by their names, descriptions, tags, labels and models, people by their names, and words inside prompts and configs.</p>
<p class="muted">Every word must be there, in any order and in any case; words in “quotes” must be there as a phrase. The keys <kbd>/</kbd> and <kbd>Ctrl</kbd> <kbd>K</kbd> search from every page.</p></div>{{/HINTS}}
{{#PLACES}}<section class="places" aria-label="{{PLACES_TITLE}}"><h2>{{PLACES_TITLE}}</h2>
<ul class="place-list" data-places="{{PLACES_TITLE}}">{{#PLACE}}<li><a class="btn" href="{{URL}}" data-words="{{WORDS}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{ICON}}"></use></svg>{{TEXT}}</a></li>{{/PLACE}}</ul></section>
{{/PLACES}}{{#GROUP}}<section class="hits" aria-labelledby="{{GROUP_ICON}}-title"><div class="section-head"><h2 id="{{GROUP_ICON}}-title">{{GROUP_TITLE}}</h2>{{#HAS_MORE}}<a href="{{LIST_URL}}">All {{GROUP_PLURAL}} with “{{Q}}”</a>{{/HAS_MORE}}</div>
<ul class="rows" data-hits="{{GROUP_TITLE}}" data-icon="{{GROUP_ICON}}">
{{#HIT}}<li data-row><a href="{{URL}}">{{#NAME_PLAIN}}{{NAME}}{{/NAME_PLAIN}}{{#IN_NAME}}{{BEFORE}}<mark>{{MATCH}}</mark>{{AFTER}}{{/IN_NAME}}</a>{{#OF_VERSION}} <span class="chip ver">v{{VERSION}}</span>{{/OF_VERSION}}{{#ARCHIVED}} <span class="chip state off">Archived</span>{{/ARCHIVED}}{{#STOPPED}} <span class="chip state stopped">Stopped</span>{{/STOPPED}}{{#IN_MARK}} <span class="chip tag"><span>{{BEFORE}}<mark>{{MATCH}}</mark>{{AFTER}}</span></span>{{/IN_MARK}}{{#IN_TEXT}}<p class="muted">{{BEFORE}}<mark>{{MATCH}}</mark>{{AFTER}}</p>{{/IN_TEXT}}</li>
{{/HIT}}
</ul></section>
{{/GROUP}}
{{#NOTHING}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><h2>No results for “{{Q}}”{{#FROM_START}} in the rest{{/FROM_START}}</h2><p>Every word must be there. Fewer words find more.</p>{{#FROM_START}}<div class="actions"><a class="btn" href="{{START_URL}}">From the beginning</a></div>{{/FROM_START}}</section>{{/NOTHING}}
{{#NOTHING_YET}}<p>No results for “{{Q}}” so far.</p>{{/NOTHING_YET}}
{{#REST}}<div class="callout info" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>Searched {{#CONTENT}}inside {{/CONTENT}}{{LOOKED_AT}} of {{TOTAL}} {{PLURAL}}. <a href="{{CONTINUE_URL}}" rel="next">Continue</a></div></div>{{/REST}}
