{{%AUTOESCAPE context="HTML"}}
{{! Before a card is taken away; filled by page_card_remove(). ADDRESS. }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/card/remove">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>Programs that use this address no longer find the {{NOUN}}:</strong> <code>{{ADDRESS}}</code> Copies that they have live for a minute at most. Afterwards another agent or team can take the address.</div></div>
<div class="form-actions"><button class="btn danger primary">Unpublish card</button><a class="btn quiet" href="{{BASE}}/card">Cancel</a></div>
</form>
