{{%AUTOESCAPE context="HTML"}}
{{! STALE is shown when someone saved in between: the difference to what was typed stands below the buttons. }}
{{>HEAD}}
<form class="stack editor" method="post" action="{{ACTION_URL}}" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
{{#STALE}}<section class="stack" aria-labelledby="stale-title"><h2 id="stale-title">Version {{NOW_VERSION}} and yours</h2>
{{>STALE_FIELDS}}
{{>SET_CHANGES}}
</section>{{/STALE}}
{{>EDITOR_BAR}}
</form>
