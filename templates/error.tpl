{{%AUTOESCAPE context="HTML"}}
{{! A request that did not end well, inside either layout.
ERROR_TITLE (what happened), ERROR_TEXT (what was kept, what to do next), STATUS, REQUEST_ID; BACK: BACK_URL, BACK_TEXT. }}
<section class="empty">
<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg>
<h1>{{ERROR_TITLE}}</h1>
<p>{{ERROR_TEXT}}</p>
{{#BACK}}<p><a class="btn" href="{{BACK_URL}}">{{BACK_TEXT}}</a></p>{{/BACK}}
<p class="muted">Status {{STATUS}} · Request <code>{{REQUEST_ID}}</code></p>
</section>
