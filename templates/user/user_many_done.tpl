{{%AUTOESCAPE context="HTML"}}
{{! The links of a list of people, shown this once. LINE (NUMBER NAME EMAIL_ADDRESS, INVITED (LINK NUMBER) or LEFT_OUT (PROBLEM KNOWN (ID))); GOOD, SOME_LEFT (LEFT). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a></p>
<h1>{{GOOD}} invited</h1>
</div>
</div>
<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>Send each of them their link: it works once, for 7 days. The links are shown only now.{{#SOME_LEFT}} {{LEFT}} left out.{{/SOME_LEFT}}</div></div>
<table class="list"><caption class="sr">Invitation links</caption>
<thead><tr><th scope="col">Person</th><th scope="col">Link</th></tr></thead>
<tbody>
{{#LINE}}<tr><td class="primary"><span class="title"><bdi>{{NAME}}</bdi></span><span class="sub"><bdi>{{EMAIL_ADDRESS}}</bdi></span></td><td data-label="Link">{{#INVITED}}<div class="copy-field"><input class="mono" id="link-{{NUMBER}}" readonly value="{{LINK}}" aria-label="Invitation link of line {{NUMBER}}"><button class="btn" type="button" data-copy="link-{{NUMBER}}" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div>{{/INVITED}}{{#LEFT_OUT}}<span class="chip state off">Left out</span> <bdi>{{PROBLEM}}</bdi>{{#KNOWN}} <a href="/users/{{ID}}">See them</a>{{/KNOWN}}{{/LEFT_OUT}}</td></tr>
{{/LINE}}
</tbody></table>
<p class="actions"><a class="btn" href="/users">Done</a><a class="btn quiet" href="/users/many">Invite more</a></p>
