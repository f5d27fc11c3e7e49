/** Machines, files, code, and the words of everything else. How it is written is told in `thesaurus.ts`. */
export const computing = `
disk volume storage drive
volume disk
drive disk volume folder
backup snapshot copy dump
snapshot backup image
storage space disk quota
space storage
database db databases
postgres mysql database
table database sheet
table collection
row record entry
column field property
field attribute property column
attribute property field
metadata attributes properties
schema structure definition
directory folder
file document attachment
files documents
document file doc
attachment file
doc document
pdf document
contract agreement document envelope
archive zip
archive tarball
bin trash recycle_bin
recycle_bin trash bin deleted
trash bin
tag label topic keyword
label tag
category tag type kind
type kind category
priority urgent
task todo job action to_do
todo task
job task run build
build job run workflow pipeline
ci build workflow action pipeline
pipeline workflow build
workflow pipeline process
run execution job
execution run
issue ticket bug problem defect
ticket issue case
bug issue defect
problem issue error
milestone deadline due_date
project repository repo
repository repo project codebase
repo repository
pull_request merge_request pr
merge_request pull_request
pr pull_request
branch ref
commit revision change
code_review review
review look_over check
reviewer approver
contributor author committer
author creator writer
owner holder creator
language locale
programming_language language
license licence
snippet gist
code source
source_code code
star favorite
vulnerability security_hole cve weakness
security_hole vulnerability
webhook callback hook notification subscription
tell_server callback > webhook
notify_server > webhook
notified > webhook notification subscription
hook webhook
app application
plugin extension addon add_on
addon plugin integration
integration app connection
config configuration setting settings preferences
setting configuration preference option
settings configuration preferences options
preferences settings
environment env
variable env parameter
limit quota rate_limit cap threshold
quota limit
calls_left rate_limit
left remaining balance
remaining left
health status alive ping
status state health
online status presence available up
presence online
uptime availability online
cpu processor
memory ram
load usage
usage consumption utilization
metrics statistics stats measurements
statistics metrics stats analytics
analytics statistics insights
stats statistics
dashboard board
chart graph
subscription plan membership recurring
plan subscription tier
membership subscription member
loyal loyalty
points score reward
reward points bonus
gift present
card credit_card payment_method debit_card
credit_card card payment_method
payment_method card
saved stored
dispute chargeback
contest dispute challenge
tip gratuity
shift timecard work_hours
clock_in shift timecard
working_hours shift timesheet
timesheet timecard
vacation leave time_off holiday
holiday vacation
hotel accommodation lodging
flight plane airline
trip journey travel
ticket booking
recipe meal dish
food meal recipe
drink beverage
game match
match game fixture
score result
standings ranking table leaderboard
leaderboard ranking scoreboard
league competition tournament
team club
player athlete
stock share equity ticker
share stock
coin cryptocurrency crypto token
crypto cryptocurrency coin
exchange market
quote price
dictionary definition meaning
meaning definition synonym
same_meaning synonym
ignore exclude stop_word
translate translation language
distance route
route path directions
map location
nearby near closest around
coordinates latitude longitude geo
postcode zip_code postal_code
birthday birth_date
gender sex
name title
description text summary
summary abstract overview summarize
summarize summary
id identifier
list collection
collection set group
queue line waiting
waiting queue pending
pending waiting open
open active
open create new
close closed complete finish resolve
resolve close
active current running
running list
template blueprint
size dimension
color colour
colour color style
design file
frame node image
font typography text_style
design_token variable
draw generate image
train fine_tune fine_tuning
fine_tune train
vector embedding
offensive moderation abusive
replica copy
replicas scale
scale replicas resize
resize scale
secret password
`;
