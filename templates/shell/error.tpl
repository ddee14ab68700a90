{{%AUTOESCAPE context="HTML"}}
{{! A request that did not end well, inside either layout.
ERROR_TITLE (what happened), ERROR_TEXT (what was kept, what to do next), STATUS, REQUEST_ID; BACK: BACK_URL, BACK_TEXT;
SUGGESTIONS: SUGGESTION: IS_ANOTHER, URL, TEXT (what may have been meant); SEARCH: SEARCH_WORDS (from the address). }}
<section class="empty">
<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg>
<h1>{{ERROR_TITLE}}</h1>
<p>{{ERROR_TEXT}}</p>
{{#SUGGESTIONS}}<p>Did you mean {{#SUGGESTION}}{{#IS_ANOTHER}} or {{/IS_ANOTHER}}<a href="{{URL}}">{{TEXT}}</a>{{/SUGGESTION}}?</p>{{/SUGGESTIONS}}
<div class="actions">
{{#SEARCH}}<a class="btn" href="/search?q={{SEARCH_WORDS:url_query_escape}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg>Search for “{{SEARCH_WORDS}}”</a>{{/SEARCH}}
{{#BACK}}<a class="btn" href="{{BACK_URL}}">{{BACK_TEXT}}</a>{{/BACK}}
</div>
<p class="muted">Status {{STATUS}} · Request <code>{{REQUEST_ID}}</code></p>
</section>
