import { KEY_ROUTES as SHAPES } from '#shared/contract/key-routes.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import {
  createOwnKey,
  createServiceKey,
  endOwnKey,
  endServiceKey,
  rotateServiceKey,
} from './change-keys.ts'
import { ownKeysView, serviceKeysView } from './keys-view.ts'

export const KEY_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  serviceKeys: teamRoute(SHAPES.serviceKeys, { needs: ['manage-keys'], handle: serviceKeysView }),
  createServiceKey: teamRoute(SHAPES.createServiceKey, {
    needs: ['manage-keys'],
    handle: createServiceKey,
  }),
  rotateServiceKey: teamRoute(SHAPES.rotateServiceKey, {
    needs: ['manage-keys'],
    handle: rotateServiceKey,
  }),
  endServiceKey: teamRoute(SHAPES.endServiceKey, { needs: ['manage-keys'], handle: endServiceKey }),
  ownKeys: teamRoute(SHAPES.ownKeys, { needs: ['use-own-keys'], handle: ownKeysView }),
  createOwnKey: teamRoute(SHAPES.createOwnKey, { needs: ['use-own-keys'], handle: createOwnKey }),
  endOwnKey: teamRoute(SHAPES.endOwnKey, { needs: ['use-own-keys'], handle: endOwnKey }),
}
