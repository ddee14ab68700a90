{{%AUTOESCAPE context="HTML"}}
{{! Recent label moves: ROW with NAME (PATH_TO LEAF) RECORD_URL LABEL_NAME PRODUCTION FROM TO IS_REMOVED DIFF_URL WHY PERSON AGO. }}
<section aria-labelledby="moves-title"><h2 id="moves-title">Recent label moves</h2>
<table class="list"><caption class="sr">Moves of labels, newest first</caption>
<thead><tr><th scope="col">Record</th><th scope="col">Move</th><th scope="col">Moved by</th><th scope="col">When</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{RECORD_URL}}/releases"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a></div>{{#WHY}}<p class="sub">{{REASON}}</p>{{/WHY}}</td><td><span class="chip label{{#PRODUCTION}} production{{/PRODUCTION}}">{{LABEL_NAME}}</span> <a class="nowrap" href="{{DIFF_URL}}">{{#FROM}}v{{N}} {{/FROM}}{{#TO}}to v{{N}}{{/TO}}{{#IS_REMOVED}}removed{{/IS_REMOVED}}</a></td><td>{{PERSON}}</td><td class="when"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></td></tr>
{{/ROW}}
</tbody></table>
</section>
