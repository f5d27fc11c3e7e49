/** What people want done. How it is written is told in `thesaurus.ts`. */
export const actions = `
list enumerate show display browse view see
get fetch retrieve read obtain load show see look_up find view access
describe inspect detail details information info about properties
find search query look_up lookup locate filter discover
find_out know tell > get list
download fetch export get_content retrieve
create add make new insert generate register
post submit send publish write create
set_up setup configure provision create initialize
spin_up launch start create deploy provision boot
start run launch begin execute trigger kick_off initiate invoke dispatch
put_in > add insert create attach
update modify edit change alter amend patch revise adjust set
set assign define specify configure apply
replace overwrite substitute swap exchange put
rename change_name
delete remove destroy erase drop discard purge clear wipe
get_rid throw_away > delete remove
take_away take_off take_out > remove delete revoke detach
throw_out kick kick_out expel remove evict boot_out
cancel abort void terminate call_off revoke withdraw undo
stop end halt pause terminate shut_down cancel kill hang_up finish
pause suspend freeze hold hibernate put_on_hold
resume continue unpause reactivate unsuspend restart
restart reboot reset power_cycle rerun re_run redo again retry
restore recover undelete unarchive bring_back get_back revert rollback untrash
rollback roll_back go_back revert previous undo
again > re_run rerun retry restart redeliver resend
archive retire deprecate
enable activate turn_on switch_on allow
disable deactivate turn_off switch_off
allow permit grant authorize approve
forbid deny block reject refuse restrict prohibit disallow prevent protect
approve accept confirm agree grant
reject decline deny refuse dismiss
block ban blacklist blocklist denylist
unblock unban
allow_list allowlist whitelist exempt
attach connect link associate bind mount join upload
detach disconnect unlink dissociate unbind unmount
join enter participate enroll
leave quit exit
invite invitation invites
share collaborate collaboration grant
give grant assign add
copy duplicate clone replicate fork
move transfer relocate migrate
hand_over give_away transfer reassign
upload import send store put ingest
import ingest load
export dump download extract
save store keep persist put add create
merge combine join
split divide
compare diff difference
validate verify check test
check verify has exists is status
count number total how_many amount statistics stats
how_much amount total balance usage cost
calculate compute estimate
convert transform translate
sort order rank
subscribe watch follow observe listen
notify notification alert tell inform remind
follow subscribe watch
unfollow unsubscribe unwatch
like favorite favourite star heart love save bookmark react reaction
unlike unstar unfavorite
pin stick
comment remark reply note feedback annotation respond answer
reply respond answer comment response
ask request query prompt
request ask demand
sign signature signing esign
log_in login sign_in authenticate authentication signin authorize session
log_out logout sign_out signout
sign_up signup register registration enroll
logged_in current authenticated me self myself
my me mine own current authenticated self user
i me current authenticated
who user member person people
mute silence unmute quiet
louder quieter volume sound
lock freeze
unlock unfreeze release
publish release deploy make_public
deploy release rollout ship deployment publish
redeploy deployment
schedule plan timer cron recurring scheduled
remind reminder
`;
