{{%AUTOESCAPE context="HTML"}}
{{! STALE is shown when someone saved in between: what is there now and what was typed. }}
{{>HEAD}}
<form class="stack editor" method="post" action="{{ACTION_URL}}" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{#STALE}}<section class="stack" aria-labelledby="stale-title"><h2 id="stale-title">What is there now and what you typed</h2>
{{>STALE_FIELDS}}
</section>{{/STALE}}
{{>EDITOR_BAR}}
</form>
