What has changed between two documents, and what of it breaks a caller.

==== old.yaml
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, parameters: [{ name: kind, in: query, schema: { type: string, enum: [cat, dog] } }] }
  /pets/{id}:
    get: { operationId: getPet, parameters: [{ name: id, in: path, required: true, schema: { type: string } }] }

==== new.yaml
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: listPets, parameters: [{ name: kind, in: query, schema: { type: string, enum: [cat, bird] } }] }
    post: { operationId: addPet }
  /pets/{id}:
    get: { operationId: readPet, parameters: [{ name: id, in: path, required: true, schema: { type: string } }] }

==== $ diff old.yaml new.yaml
Renamed
  getPet is called readPet now (GET /pets/{id})

Breaking
  listPets kind no longer takes "dog"

Added
  addPet is new (POST /pets)

Compatible
  listPets kind takes "bird" too

1 renamed, 1 breaking, 1 added, 1 compatible
exit 1

==== $ diff old.yaml new.yaml --format markdown --fail-on never
### Tools: 1 renamed, 1 breaking, 1 added, 1 compatible

**Renamed**

- `getPet` is called readPet now (GET /pets/{id})

**Breaking**

- `listPets` kind no longer takes "dog"

**Added**

- `addPet` is new (POST /pets)

**Compatible**

- `listPets` kind takes "bird" too
exit 0
