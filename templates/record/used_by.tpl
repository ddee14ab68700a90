{{%AUTOESCAPE context="HTML"}}
{{! Everything that uses a record, to any depth, and how often programs were served it. }}
{{>HEAD}}
<div class="stack"><section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
{{>USAGE}}</div>
