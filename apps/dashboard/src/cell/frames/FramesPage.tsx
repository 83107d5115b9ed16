/**
 * The Cell page as full as it is made for, driven through the store as the stream does: what is measured here is the
 * script of one frame. No house stands behind the parts; the cell file is the real one.
 */
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../../api/api.ts'
import { cellStore, setLive, turnTo } from '../../twin/cell-store.ts'
import { follow } from '../../twin/follow.ts'
import { Sprite } from '../../ui/Icon.tsx'
import { CellPage } from '../CellPage.tsx'
import { createCrowd, crowdedDefinition } from './crowd.ts'

const SPEED = 4
/** As often as the server gathers entries under load. */
const GATHERED_MS = 25

const route = getRouteApi('/frames')

export function FramesPage() {
  const { cell, elements = 500, parts = 1000 } = route.useSearch()
  const [ready, setReady] = useState(false)
  useEffect(() => {
    if (!cell) return
    let timer: ReturnType<typeof setInterval> | undefined
    let left = false
    void api.definition(cell).then((definition) => {
      if (left) return
      const crowd = createCrowd(crowdedDefinition(definition, elements, parts), parts, Date.now(), SPEED)
      turnTo(cell)
      cellStore.setState({
        link: { state: 'live' },
        clock: { v: 1, anchorWallMs: Date.now(), anchorCellMs: Date.now(), speed: SPEED },
      })
      setLive(crowd.twin)
      setReady(true)
      timer = setInterval(() => {
        const { live } = cellStore.getState()
        const entries = crowd.next(Date.now())
        if (live && entries.length > 0) setLive(follow(live, entries).twin)
      }, GATHERED_MS)
    })
    return () => {
      left = true
      clearInterval(timer)
    }
  }, [cell, elements, parts])
  return (
    <>
      <Sprite />
      {ready && <CellPage />}
    </>
  )
}
